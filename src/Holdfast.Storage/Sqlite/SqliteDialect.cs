using System.Data.Common;
using Holdfast.Storage.Identity;
using Microsoft.Data.Sqlite;

namespace Holdfast.Storage.Sqlite;

internal sealed class SqliteDialect : Dialect
{
    public static SqliteDialect Instance { get; } = new();

    public override string Engine => "sqlite";

    public override IReadOnlyDictionary<string, string> TypeNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["number"] = "INTEGER PRIMARY KEY",
        ["assigned"] = "INTEGER PRIMARY KEY",
        ["named"] = "INTEGER PRIMARY KEY",
        ["counter"] = "INTEGER PRIMARY KEY AUTOINCREMENT",
        ["guid"] = "BLOB",
        ["blob"] = "BLOB",
        ["text"] = "TEXT",
        ["long"] = "INTEGER",
        ["int"] = "INTEGER",
        ["small"] = "INTEGER",
        ["real"] = "REAL",
        ["strict"] = " STRICT",
        ["rowless"] = " STRICT, WITHOUT ROWID",
    };

    public override string ChunkSearch(string condition) => $"""
        SELECT c.no, c.title_terms, c.heading_terms, c.body_terms FROM (
            SELECT rowid AS no FROM knowledge_search
            WHERE knowledge_search MATCH $2 {(condition.Length == 0 ? "" : "AND rowid " + condition)} ORDER BY bm25(knowledge_search, 0.0, 3.0, 1.5, 1.0) LIMIT 1000) f
        JOIN knowledge_chunks c ON c.no = f.no WHERE c.base = $1
        """;

    public override string ChunkQuery(long id, IEnumerable<string> terms) =>
        $"base_key : b{id} AND {{title_terms heading_terms body_terms}} : ({string.Join(" OR ", terms.Select(term => $"\"{term}\""))})";

    public override void Add(DbCommand command, object? value)
    {
        var parameters = ((SqliteCommand)command).Parameters;
        parameters.AddWithValue($"${parameters.Count + 1}", value is Guid id ? id.ToByteArray(bigEndian: true) : value ?? DBNull.Value);
    }

    public override Guid ReadGuid(DbDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    public override string DayOf(string column) => $"strftime('%Y-%m-%d', {column} / 1000000, 'unixepoch')";

    // A transaction that writes has the file to itself from its beginning.
    public override bool IsConflict(DbException exception) => false;

    public override Task<IReadOnlyList<RunWords>> FindWordsAsync(Database database, string tenant, string user, CancellationToken cancellationToken) =>
        SqliteErasure.FindAsync(database, tenant, user, cancellationToken);

    public override Task EraseWordsAsync(DatabaseWrite write, long session, IEnumerable<RunWords> words) => SqliteErasure.EraseAsync(write, words);

    public override Task CompactAsync(Database database, CancellationToken cancellationToken) => SqliteErasure.CompactAsync(database, cancellationToken);

    public override Exception Translate(DbException exception) => exception is SqliteException sqlite
        ? SqliteFault.Create(sqlite.SqliteErrorCode, sqlite.Message, sqlite)
        : exception;
}
