using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>What a batch needs to know, read under the locks of its sessions' rows in one round trip.</summary>
internal sealed class Snapshot
{
    // Locked in the order of ids, so that two batches never wait for each other. Later statements see what was committed before the locks were had.
    private const string Lock = """
        SELECT id, no, status, owner, epoch, ready_at, runs, fold_from, expires_at FROM sessions WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
        """;

    private const string Heads = """
        SELECT s.id, h.seq FROM sessions s CROSS JOIN LATERAL (SELECT seq FROM events WHERE session = s.no ORDER BY seq DESC LIMIT 1) h
        WHERE s.id = ANY ($1)
        """;

    private const string Inbox = """
        SELECT s.id, i.position, i.at FROM sessions s JOIN inbox i ON i.session = s.no WHERE s.id = ANY ($1) ORDER BY i.position
        """;

    private const string KnownRuns = "SELECT r.id, r.no, r.status, s.id FROM runs r JOIN sessions s ON s.no = r.session WHERE r.id = ANY ($1)";

    private const string Requests = """
        SELECT i.tenant, i.key, i.fingerprint, i.result, i.at FROM idempotency i
        JOIN unnest($1::int[], $2::text[]) AS u (tenant, key) ON u.tenant = i.tenant AND u.key = i.key
        """;

    public Dictionary<Guid, SessionState> Sessions { get; } = [];

    public Dictionary<Guid, RunState> Runs { get; } = [];

    public Dictionary<(int Tenant, string Key), IdempotencyEntry> Entries { get; } = [];

    public static async Task<Snapshot> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Commit> batch, Names names, CancellationToken cancellationToken)
    {
        var snapshot = new Snapshot();
        var sessions = Distinct(batch, static _ => true, static commit => commit.Session)
            .Union(Distinct(batch, static commit => commit.Deliver is not null, static commit => commit.Deliver!.Session)).ToArray();
        var appended = Distinct(batch, static commit => commit.Open is null && commit.Events.Count > 0, static commit => commit.Session);
        var handed = Distinct(batch, static commit => commit.Release || commit.TakenFromInbox.Count > 0, static commit => commit.Session);
        var runs = Distinct(batch, static commit => commit.Run is not null, static commit => commit.Run!.Id)
            .Union(Distinct(batch, static commit => commit.Finish is not null, static commit => commit.Finish!.Id)).ToArray();
        var requests = batch.Where(static commit => commit.Idempotency is not null).Select(static commit => commit.Idempotency!).ToArray();

        await using var command = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand("BEGIN"), Of(Lock, sessions) } };
        var steps = new List<Action<NpgsqlDataReader>> { snapshot.AddSession };
        void Ask(bool needed, NpgsqlBatchCommand question, Action<NpgsqlDataReader> step)
        {
            if (needed)
            {
                command.BatchCommands.Add(question);
                steps.Add(step);
            }
        }

        Ask(appended.Length > 0, Of(Heads, appended), reader => snapshot.Sessions[reader.GetGuid(0)].Head = reader.GetInt32(1));
        Ask(handed.Length > 0, Of(Inbox, handed), reader => snapshot.Sessions[reader.GetGuid(0)].Inbox.Add((reader.GetInt64(1), reader.GetInt64(2))));
        Ask(runs.Length > 0, Of(KnownRuns, runs), snapshot.AddRun);
        Ask(requests.Length > 0, OfRequests(requests, names), reader => snapshot.AddEntry(reader, requests, names));

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        foreach (var step in steps)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                step(reader);
            }

            await reader.NextResultAsync(cancellationToken);
        }

        return snapshot;
    }

    private void AddSession(NpgsqlDataReader reader)
    {
        var state = new SessionState
        {
            Id = reader.GetGuid(0),
            Number = reader.GetInt64(1),
            Status = (SessionStatus)reader.GetInt16(2),
            Owner = reader.TextOrNull(3),
            Epoch = reader.GetInt32(4),
            ReadyAt = reader.GetInt64(5),
            Runs = reader.GetInt32(6),
            FoldFrom = reader.GetInt64(7),
            ExpiresAt = reader.GetInt64(8),
        };
        Sessions.Add(state.Id, state);
    }

    private void AddRun(NpgsqlDataReader reader) => Runs.Add(
        reader.GetGuid(0), new RunState { Number = reader.GetInt64(1), IsFinished = reader.GetInt16(2) == (short)RunStatus.Finished, Session = reader.GetGuid(3) });

    private void AddEntry(NpgsqlDataReader reader, IdempotencyEntry[] requests, Names names)
    {
        var (tenant, key) = (reader.GetInt32(0), reader.GetString(1));
        var request = requests.First(request => names[request.Tenant] == tenant && PostgreSqlDialect.Clean(request.Key) == key);
        Entries[(tenant, key)] = request with
        {
            Fingerprint = reader.GetString(2),
            Result = reader.GetGuid(3),
            At = HashChain.FromMicroseconds(reader.GetInt64(4)),
        };
    }

    private static Guid[] Distinct(IReadOnlyList<Commit> batch, Func<Commit, bool> where, Func<Commit, Guid> id) =>
        [.. batch.Where(where).Select(id).Distinct()];

    private static NpgsqlBatchCommand Of(string sql, Guid[] ids) => new(sql) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = ids } } };

    private static NpgsqlBatchCommand OfRequests(IdempotencyEntry[] requests, Names names) => new(Requests)
    {
        Parameters =
        {
            new NpgsqlParameter<int[]> { TypedValue = [.. requests.Select(request => names[request.Tenant])] },
            new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(static request => PostgreSqlDialect.Clean(request.Key))], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        },
    };
}
