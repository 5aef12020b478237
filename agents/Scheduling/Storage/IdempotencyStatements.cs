namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is read and written of calls with effects.</summary>
internal static class IdempotencyStatements
{
    public static async Task<StoredResult?> FindResultAsync(this SchedulingConnection connection, string key, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT request, result FROM scheduling_idempotency WHERE call_key = @key",
            static row => new StoredResult(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            cancellationToken,
            ("@key", key))).SingleOrDefault();

    public static async Task<bool> TryAddRequestAsync(
        this SchedulingConnection connection, WriteRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            "INSERT INTO scheduling_idempotency (call_key, request, created_at) VALUES (@key, @request, @now) ON CONFLICT (call_key) DO NOTHING",
            cancellationToken,
            ("@key", request.Key),
            ("@request", request.Digest),
            ("@now", now.ToUnixTimeSeconds())) == 1;

    public static Task SaveResultAsync(this SchedulingConnection connection, string key, string result, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE scheduling_idempotency SET result = @result WHERE call_key = @key", cancellationToken, ("@key", key), ("@result", result));
}
