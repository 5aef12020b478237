namespace Holdfast.Storage.Migrations;

/// <summary>All migrations, in order, for both engines.</summary>
internal static class MigrationList
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        Migration0001.Journal,
        Migration0002.Identity,
        Migration0003.Approvals,
        Migration0004.Tickets,
        Migration0005.Autonomy,
        Migration0006.Knowledge,
        Migration0007.Classifiers,
        Migration0008.Delegation,
        Migration0009.Memory,
        Migration0010.Answers,
        Migration0011.Confidence,
    ];

    /// <summary>The version of the schema that this version of Holdfast reads and writes.</summary>
    public static int Newest => All[^1].Number;

    public const string CreateVersionTable = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)";

    public const string ReadVersion = "SELECT coalesce(max(version), 0) FROM schema_version";

    /// <summary>The migrations that a store of this version still needs.</summary>
    /// <exception cref="HoldfastException"><c>store-too-new</c>.</exception>
    public static IEnumerable<Migration> After(long version) => version <= Newest
        ? All.Where(migration => migration.Number > version)
        : throw new HoldfastException(
            "store-too-new",
            $"The storage has schema version {version}, written by a newer Holdfast; this one knows versions up to {Newest}. "
            + "Run the newer Holdfast, or restore a backup from before its upgrade.");
}
