using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Wake-ups as PostgreSQL carries them: ids, comma-separated, nothing for "look at everything".</summary>
internal static class Notifications
{
    public const string Channel = "holdfast_wakeups";

    /// <summary>A payload holds 8,000 bytes at most, an id and its comma 33.</summary>
    private const int MostPerMessage = 200;

    public static IEnumerable<NpgsqlBatchCommand> Of(IEnumerable<Guid> sessions) => sessions.Distinct().Chunk(MostPerMessage).Select(
        static chunk => new NpgsqlBatchCommand($"SELECT pg_notify('{Channel}', $1)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = string.Join(',', chunk.Select(static id => id.ToString("N"))) } },
        });

    public static IEnumerable<Guid> Read(string payload)
    {
        if (payload.Length == 0)
        {
            return [Guid.Empty];
        }

        return payload.Split(',').Select(static part => Guid.TryParse(part, out var id) ? id : Guid.Empty);
    }
}
