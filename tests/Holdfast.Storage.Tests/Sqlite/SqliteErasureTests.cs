using System.Text;
using Holdfast.Storage.Sqlite;
using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Sqlite;

public sealed class SqliteErasureTests : ErasureContract
{
    private readonly SqliteDatabase database = new();

    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(database);

    /// <summary>The bytes of the files themselves: free pages, index and write-ahead log included.</summary>
    protected override async Task<string> DumpAsync()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(database.Path)!))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    [Fact]
    public async Task The_index_is_whole_after_an_erasure()
    {
        await A_person_is_erased_and_the_journal_verifies();

        // An index that was told other words than it has would be damaged now, or count below zero later.
        await using var command = ((SqliteStore)Journal).AgentData.CreateCommand("INSERT INTO run_search (run_search) VALUES ('integrity-check')");
        await command.ExecuteNonQueryAsync();
    }
}
