using Holdfast.Storage.Identity;

namespace Holdfast.Storage.Sqlite;

/// <summary>Takes runs out of the FTS5 index, which has no copy of what was indexed and must be told the words again to forget them.</summary>
internal static class SqliteErasure
{
    // The index itself says which words it has of a run, so nothing depends on how they were once made.
    private const string CreateView = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.run_words USING fts5vocab (main, run_search, instance)";

    private const string Words = """
        SELECT DISTINCT v.doc, v.col, v.term FROM temp.run_words v
        WHERE v.doc IN (SELECT r.no FROM runs r JOIN sessions s ON s.no = r.session WHERE s.id = $1)
        """;

    private const string Removal = "INSERT INTO run_search (run_search, rowid, text, tools, error) VALUES ('delete', $1, $2, $3, $4)";

    public static async Task<IReadOnlyList<RunWords>> FindAsync(Database database, Guid session, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync(CreateView, []);
                var words = await write.QueryAsync(
                    Words, [session], static (reader, _) => (Run: reader.GetInt64(0), Column: reader.GetString(1), Word: reader.GetString(2)));
                return words.GroupBy(static word => word.Run).Select(run => new RunWords(run.Key, Of(run, "text"), Of(run, "tools"), Of(run, "error"))).ToList();
            },
            cancellationToken);

    public static async Task EraseAsync(DatabaseWrite write, IReadOnlyList<RunWords> words)
    {
        // What is freed is overwritten with zeros instead of being left in the file.
        await write.QueryAsync("PRAGMA secure_delete = ON", [], static (_, _) => true);
        foreach (var run in words)
        {
            await write.ExecuteAsync(Removal, [run.Run, run.Text, run.Tools, run.Error]);
        }
    }

    /// <summary>Merges the index, in which removed words otherwise stay until later, and empties the write-ahead log, which holds the pages as they were.</summary>
    public static async Task CompactAsync(Database database, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async write =>
            {
                await write.QueryAsync("PRAGMA secure_delete = ON", [], static (_, _) => true);
                return await write.ExecuteAsync("INSERT INTO run_search (run_search) VALUES ('optimize')", []);
            },
            cancellationToken);
        await database.QueryAsync("PRAGMA wal_checkpoint(TRUNCATE)", [], static (_, _) => true, cancellationToken);
    }

    private static string Of(IEnumerable<(long Run, string Column, string Word)> words, string column) =>
        string.Join(' ', words.Where(word => word.Column == column).Select(static word => word.Word));
}
