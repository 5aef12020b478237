using Holdfast.Storage.Identity;

namespace Holdfast.Storage.Sqlite;

/// <summary>Takes runs out of the FTS5 index, which has no copy of what was indexed and must be told the words again to forget them.</summary>
internal static class SqliteErasure
{
    // The index itself says which words it has of a run, so nothing depends on how they were once made. It is read through once.
    private const string Words = """
        CREATE VIRTUAL TABLE IF NOT EXISTS temp.run_words USING fts5vocab (main, run_search, instance);
        SELECT DISTINCT r.session, v.doc, v.col, v.term FROM temp.run_words v JOIN runs r ON r.no = v.doc
        WHERE v.doc IN (SELECT no FROM runs WHERE user_id = $2 AND tenant = (SELECT id FROM names WHERE name = $1))
        """;

    private const string Removal = "INSERT INTO run_search (run_search, rowid, text, tools, error) VALUES ('delete', $1, $2, $3, $4)";
    private const string OverwriteWhatIsFreed = "PRAGMA secure_delete = ON";

    public static async Task<IReadOnlyList<RunWords>> FindAsync(Database database, string tenant, string user, CancellationToken cancellationToken)
    {
        var words = await database.QueryAsync(
            Words,
            [tenant, user],
            static (reader, _) => (Session: reader.GetInt64(0), Run: reader.GetInt64(1), Column: reader.GetString(2), Word: reader.GetString(3)),
            cancellationToken);
        return [.. words.GroupBy(static word => (word.Session, word.Run)).Select(static run => new RunWords(run.Key.Session, run.Key.Run, Of("text", run), Of("tools", run), Of("error", run)))];

        static string Of(string column, IEnumerable<(long, long, string Column, string Word)> words) =>
            string.Join(' ', words.Where(word => word.Column == column).Select(static word => word.Word));
    }

    public static async Task EraseAsync(DatabaseWrite write, IEnumerable<RunWords> words)
    {
        await write.QueryAsync(OverwriteWhatIsFreed, [], static (_, _) => true);
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
                await write.QueryAsync(OverwriteWhatIsFreed, [], static (_, _) => true);
                return await write.ExecuteAsync("INSERT INTO run_search (run_search) VALUES ('optimize')", []);
            },
            cancellationToken);
        await database.QueryAsync("PRAGMA wal_checkpoint(TRUNCATE)", [], static (_, _) => true, cancellationToken);
    }
}
