using System.Security.Cryptography;
using Holdfast.Journal;

namespace Holdfast.Storage.Identity;

/// <summary>Erases what a person said and what was said to them, and leaves the figures and the hash chain.</summary>
/// <remarks>Safe for concurrent use. Each session is erased in one transaction: what was interrupted is finished by doing it again.</remarks>
public sealed class PersonalData
{
    /// <summary>The user that erased sessions and runs belong to.</summary>
    public const string ErasedUser = "erased";

    private const int Page = 500;

    private const string Sessions = """
        SELECT s.id, s.no, s.status FROM sessions s WHERE s.tenant = (SELECT id FROM names WHERE name = $1) AND s.user_id = $2 ORDER BY s.no
        """;

    private const string Payloads = "SELECT seq, payload FROM events WHERE session = $1 AND seq > $2 AND erased IS NULL ORDER BY seq LIMIT 500";
    private const string Erasure = "UPDATE events SET payload = $1, erased = $2 WHERE session = $3 AND seq = $4";

    private const string Requests = """
        DELETE FROM idempotency WHERE result IN (SELECT id FROM sessions WHERE no = $1 UNION ALL SELECT id FROM runs WHERE session = $1)
        """;

    private const string Feedback = "UPDATE feedback SET comment = NULL, correction = NULL, given_by = $1 WHERE run IN (SELECT id FROM runs WHERE session = $2)";
    private const string Approvals = """
        UPDATE approvals SET user_id = $1, arguments = '{}', preview = NULL, reason = '', note = NULL, amount = NULL WHERE session = $2
        """;

    private const string Tickets = "UPDATE tickets SET user_id = $1, summary = '', note = NULL WHERE session = $2";

    private const string Memory = "DELETE FROM memories WHERE tenant = $1 AND user_id = $2";

    private const string Answers = "DELETE FROM cached_answers WHERE tenant = $1 AND user_id = $2";

    private const string Accounts = "DELETE FROM budgets WHERE substr(account, 1, length($1)) = $1 AND length(account) = length($1) + 10 AND reserved_nanos = 0";

    private readonly Database database;

    internal PersonalData(Database database)
    {
        this.database = database;
    }

    /// <summary>
    /// Erases what the sessions of a user hold: payloads of events, words in the search, error texts, comments of feedback, what approvals and tickets were about, what agents remember, answers that are given again, metadata, inboxes, idempotency keys,
    /// the accounts of daily ceilings, and the user's name. The act is in the audit log, with a hash in place of the name.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The user, all of whose sessions must be closed.</param>
    /// <param name="actor">Who does it, for the audit log.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops between two sessions.</param>
    /// <exception cref="HoldfastException"><c>unknown-user</c>: there is no session of such a user. <c>session-open</c>: one of them is not closed; nothing was erased.</exception>
    public async Task<ErasedPerson> EraseAsync(string tenant, string user, string actor, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var sessions = await database.QueryAsync(
            Sessions,
            [tenant, user],
            static (reader, dialect) => (Id: dialect.ReadGuid(reader, 0), Number: reader.GetInt64(1), Status: (SessionStatus)reader.GetInt32(2)),
            cancellationToken);
        if (sessions.Count == 0)
        {
            throw new HoldfastException("unknown-user", "There is no session of this user.");
        }

        if (sessions.FirstOrDefault(static session => session.Status != SessionStatus.Closed) is { Number: not 0 } open)
        {
            throw new HoldfastException("session-open", $"Session {open.Id:N} is open: it must be closed before it is erased.");
        }

        var words = (await database.Dialect.FindWordsAsync(database, tenant, user, cancellationToken)).ToLookup(static run => run.Session);
        var erased = new ErasedPerson(0, 0, 0);
        foreach (var (_, number, _) in sessions)
        {
            var (runs, events) = await database.WriteAsync(write => EraseAsync(write, number, words[number]), cancellationToken);
            erased = new ErasedPerson(erased.Sessions + 1, erased.Runs + runs, erased.Events + events);
        }

        await database.WriteAsync(
            async write =>
            {
                await AuditLog.AppendAsync(
                    write, new AuditAct(now, tenant, actor, "person.erased", Subject(tenant, user), $"{erased.Sessions} sessions, {erased.Runs} runs, {erased.Events} payloads of events"));
                await write.OverwriteWhatIsFreedAsync();
                await write.ExecuteAsync(Memory, [tenant, user]);
                await write.ExecuteAsync(Answers, [tenant, user]);
                return await write.ExecuteAsync(Accounts, [$"user/{tenant}/{user}/"]);
            },
            cancellationToken);
        await database.Dialect.CompactAsync(database, cancellationToken);
        return erased;
    }

    /// <summary>What stands for a person in the audit log: a hash, by which only who knows the name finds the line.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The user.</param>
    public static string Subject(string tenant, string user) =>
        "person " + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{tenant}\n{user}")).AsSpan(0, 8));

    private async Task<(int Runs, int Events)> EraseAsync(DatabaseWrite write, long session, IEnumerable<RunWords> words)
    {
        var events = await ErasePayloadsAsync(write, session);
        await database.Dialect.EraseWordsAsync(write, session, words);
        var runs = await write.ExecuteAsync("UPDATE runs SET user_id = $1, error = NULL WHERE session = $2", [ErasedUser, session]);
        await write.ExecuteAsync(Feedback, [ErasedUser, session]);
        await write.ExecuteAsync(Approvals, [ErasedUser, session]);
        await write.ExecuteAsync(Tickets, [ErasedUser, session]);
        await write.ExecuteAsync(Requests, [session]);
        await write.ExecuteAsync("DELETE FROM inbox WHERE session = $1", [session]);
        await write.ExecuteAsync("UPDATE sessions SET user_id = $1, metadata = NULL WHERE no = $2", [ErasedUser, session]);
        return (runs, events);
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
