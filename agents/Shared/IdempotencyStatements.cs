namespace Holdfast.Agents.Shared;

/// <summary>What is read and written of calls with effects.</summary>
internal static class IdempotencyStatements
{
    public static async Task<StoredResult?> FindResultAsync(this TableConnection connection, string key, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            $"SELECT request, result FROM {connection.Prefix}idempotency WHERE call_key = @key",
            static row => new StoredResult(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            cancellationToken,
            ("@key", key))).SingleOrDefault();

    public static async Task<bool> TryAddRequestAsync(
        this TableConnection connection, WriteRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            $"INSERT INTO {connection.Prefix}idempotency (call_key, request, created_at) VALUES (@key, @request, @now) ON CONFLICT (call_key) DO NOTHING",
            cancellationToken,
            ("@key", request.Key),
            ("@request", request.Digest),
            ("@now", now.ToUnixTimeSeconds())) == 1;

    public static Task SaveResultAsync(this TableConnection connection, string key, string result, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"UPDATE {connection.Prefix}idempotency SET result = @result WHERE call_key = @key", cancellationToken, ("@key", key), ("@result", result));
}
