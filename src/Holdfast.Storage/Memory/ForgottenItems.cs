using System.Security.Cryptography;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Storage.Identity;

namespace Holdfast.Storage.Memory;

/// <summary>Erases what was forgotten where it was written down: in the journals of closed sessions, their projections, and in summaries.</summary>
/// <remarks>Each session is erased in one transaction: what was interrupted is finished by doing it again.</remarks>
internal sealed class ForgottenItems(Database database)
{
    private const int Page = 200;

    private const string Forgotten = $"{MemoryTable.Columns} WHERE status = 3 AND (searched_at IS NULL OR NOT EXISTS ({OpenBefore})) ORDER BY forgotten_at LIMIT 100";

    /// <summary>Sessions that may still hold a forgotten item in what their models read.</summary>
    private const string OpenBefore = """
        SELECT 1 FROM sessions s JOIN names t ON t.id = s.tenant JOIN names a ON a.id = s.agent
        WHERE s.user_id = memories.user_id AND t.name = memories.tenant AND a.name = memories.agent AND s.status <> 3 AND s.opened_at <= memories.forgotten_at
        """;

    private const string Closed = """
        SELECT s.no, s.id FROM sessions s JOIN names t ON t.id = s.tenant JOIN names a ON a.id = s.agent
        WHERE s.user_id = $2 AND t.name = $1 AND a.name = $3 AND s.status = 3
        """;

    private const string Payloads = "SELECT seq, run, payload FROM events WHERE session = $1 AND seq > $2 AND erased IS NULL ORDER BY seq LIMIT 200";
    private const string Erasure = "UPDATE events SET payload = $1, erased = $2 WHERE session = $3 AND seq = $4";

    private static readonly string[] Projections =
    [
        "UPDATE runs SET error = NULL WHERE session = $1",
        "UPDATE feedback SET comment = NULL, correction = NULL WHERE run IN (SELECT id FROM runs WHERE session = $1)",
        "UPDATE approvals SET arguments = '{}', preview = NULL, reason = '', note = NULL WHERE session = $1",
        "UPDATE tickets SET summary = '', note = NULL WHERE session = $1",
        "DELETE FROM inbox WHERE session = $1",
    ];

    public async Task<int> EraseAsync(CancellationToken cancellationToken)
    {
        var items = await database.QueryAsync(Forgotten, [], MemoryTable.Read, cancellationToken);
        var gone = 0;
        foreach (var item in items)
        {
            gone += await EraseAsync(item, cancellationToken) ? 1 : 0;
        }

        if (items.Count > 0)
        {
            await database.Dialect.CompactAsync(database, cancellationToken);
        }

        return gone;
    }

    private async Task<bool> EraseAsync(MemoryItem item, CancellationToken cancellationToken)
    {
        var sessions = await database.QueryAsync(
            Closed, [item.Tenant, item.User, item.Agent], static (reader, dialect) => (Number: reader.GetInt64(0), Id: dialect.ReadGuid(reader, 1)), cancellationToken);
        var words = (await database.Dialect.FindWordsAsync(database, item.Tenant, item.User, cancellationToken)).ToLookup(static run => run.Session);
        foreach (var (number, id) in sessions)
        {
            await database.WriteAsync(write => EraseAsync(write, number, id, item, words[number]), cancellationToken);
        }

        return await database.WriteAsync(
            async write =>
            {
                await MemoryTable.TakeFromEpisodesAsync(write, item, [item.Text]);
                await write.ExecuteAsync("UPDATE memories SET searched_at = forgotten_at WHERE id = $1", [item.Id]);
                return await write.ExecuteAsync($"DELETE FROM memories WHERE id = $1 AND NOT EXISTS ({OpenBefore})", [item.Id]) > 0;
            },
            cancellationToken);
    }

    private async Task<bool> EraseAsync(DatabaseWrite write, long session, Guid id, MemoryItem item, IEnumerable<RunWords> words)
    {
        var isSource = id == item.Session;
        var run = isSource ? (await write.QueryAsync("SELECT run FROM events WHERE session = $1 AND seq = $2", [session, item.Sequence], static (reader, _) => reader.GetInt32(0))).FirstOrDefault() : 0;
        var erased = false;
        var last = 0L;
        while (true)
        {
            var page = await write.QueryAsync(Payloads, [session, last], static (reader, _) => (Sequence: reader.GetInt64(0), Run: reader.GetInt32(1), Payload: reader.GetFieldValue<byte[]>(2)));
            foreach (var (sequence, of, payload) in page)
            {
                last = sequence;
                if ((isSource && (item.Kind == MemoryKind.Episode || (run > 0 && of == run))) || ForgottenText.IsIn(payload, item.Text))
                {
                    if (!erased)
                    {
                        await write.OverwriteWhatIsFreedAsync();
                    }

                    await write.ExecuteAsync(Erasure, [Array.Empty<byte>(), SHA256.HashData(payload), session, sequence]);
                    erased = true;
                }
            }

            if (page.Count < Page)
            {
                break;
            }
        }

        if (erased)
        {
            await database.Dialect.EraseWordsAsync(write, session, words);
            foreach (var statement in Projections)
            {
                await write.ExecuteAsync(statement, [session]);
            }
        }

        return erased;
    }
}
