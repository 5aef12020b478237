using System.Security.Cryptography;

namespace Holdfast.Storage.Identity;

/// <summary>Erases what a person said and what was said to them, and leaves the figures and the hash chain.</summary>
/// <remarks>Safe for concurrent use. A session is erased in one transaction; one that was erased before is left as it is.</remarks>
public sealed class PersonalData
{
    /// <summary>The user that erased sessions and runs belong to.</summary>
    public const string ErasedUser = "erased";

    private const int Page = 500;
    private const string Payloads = "SELECT seq, payload FROM events WHERE session = $1 AND seq > $2 AND erased IS NULL ORDER BY seq LIMIT 500";
    private const string Erasure = "UPDATE events SET payload = $1, erased = $2 WHERE session = $3 AND seq = $4";

    private const string Requests = """
        DELETE FROM idempotency WHERE result IN (SELECT id FROM sessions WHERE no = $1 UNION ALL SELECT id FROM runs WHERE session = $1)
        """;

    private const string Feedback = "UPDATE feedback SET comment = NULL, given_by = $1 WHERE run IN (SELECT id FROM runs WHERE session = $2)";

    private readonly Database database;

    internal PersonalData(Database database)
    {
        this.database = database;
    }

    /// <summary>Erases a session: payloads of its events, words of its runs in the search, error texts, comments of feedback, metadata, what waits in its inbox, its idempotency keys, the user's name.</summary>
    /// <param name="session">The session. It must be closed, so that nothing is added meanwhile.</param>
    /// <param name="cancellationToken">Gives up before anything is erased.</param>
    /// <returns>What was erased; null when there is no such session.</returns>
    /// <exception cref="HoldfastException"><c>session-open</c>.</exception>
    public async Task<ErasedSession?> EraseAsync(Guid session, CancellationToken cancellationToken = default)
    {
        var words = await database.Dialect.FindWordsAsync(database, session, cancellationToken);
        return await database.WriteAsync(write => EraseAsync(write, session, words), cancellationToken);
    }

    /// <summary>Forgets the accounts of a user's daily ceilings, and makes the engine drop what it still holds of erased rows where it can.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FinishAsync(string tenant, string user, CancellationToken cancellationToken = default)
    {
        var account = $"user/{tenant}/{user}/";
        await database.WriteAsync(
            write => write.ExecuteAsync("DELETE FROM budgets WHERE substr(account, 1, length($1)) = $1 AND length(account) = length($1) + 10 AND reserved_nanos = 0", [account]),
            cancellationToken);
        await database.Dialect.CompactAsync(database, cancellationToken);
    }

    private async Task<ErasedSession?> EraseAsync(DatabaseWrite write, Guid session, IReadOnlyList<RunWords> words)
    {
        var found = await write.QueryAsync("SELECT no, status FROM sessions WHERE id = $1", [session], static (reader, _) => (Number: reader.GetInt64(0), Status: reader.GetInt32(1)));
        if (found is not [var (number, status)])
        {
            return null;
        }

        if (status != (int)Holdfast.Journal.SessionStatus.Closed)
        {
            throw new HoldfastException("session-open", $"Session {session:N} is open: close it before it is erased.");
        }

        var events = await ErasePayloadsAsync(write, number);
        await database.Dialect.EraseWordsAsync(write, number, words);
        var runs = await write.ExecuteAsync("UPDATE runs SET user_id = $1, error = NULL WHERE session = $2", [ErasedUser, number]);
        await write.ExecuteAsync(Feedback, [ErasedUser, number]);
        await write.ExecuteAsync(Requests, [number]);
        await write.ExecuteAsync("DELETE FROM inbox WHERE session = $1", [number]);
        await write.ExecuteAsync("UPDATE sessions SET user_id = $1, metadata = NULL WHERE no = $2", [ErasedUser, number]);
        return new ErasedSession(events, runs);
    }

    private static async Task<int> ErasePayloadsAsync(DatabaseWrite write, long session)
    {
        var (erased, last) = (0, 0L);
        while (true)
        {
            var page = await write.QueryAsync(Payloads, [session, last], static (reader, _) => (Sequence: reader.GetInt64(0), Payload: reader.GetFieldValue<byte[]>(1)));
            foreach (var (sequence, payload) in page)
            {
                await write.ExecuteAsync(Erasure, [Array.Empty<byte>(), SHA256.HashData(payload), session, sequence]);
                last = sequence;
                erased++;
            }

            if (page.Count < Page)
            {
                return erased;
            }
        }
    }
}
