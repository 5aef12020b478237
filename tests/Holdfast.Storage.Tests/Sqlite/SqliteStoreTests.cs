using Holdfast.Journal;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests.Sqlite;

public sealed class SqliteStoreTests
{
    [Fact]
    public async Task A_commit_waits_for_the_disk_unless_less_is_allowed()
    {
        await using var database = new SqliteDatabase();
        (await database.OpenStoreAsync()).Durability.ShouldBe(Durability.Power);
        foreach (var level in new[] { "OFF", "NORMAL" })
        {
            (await Should.ThrowAsync<HoldfastException>(() => database.OpenStoreAsync($";Synchronous={level}"))).Code.ShouldBe("store-not-durable");
            (await database.OpenStoreAsync($";Synchronous={level}", new StorageOptions { AllowLessDurable = true })).Durability.ShouldBe(Durability.Process);
        }
    }

    [Fact]
    public async Task Opening_twice_changes_nothing_and_a_newer_file_is_refused()
    {
        await using var database = new SqliteDatabase();
        await database.OpenStoreAsync();
        var store = await database.OpenStoreAsync();
        await store.InitializeAsync();
        await using (var command = store.AgentData.CreateCommand("INSERT INTO schema_version (version) VALUES (99)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        (await Should.ThrowAsync<HoldfastException>(() => database.OpenStoreAsync())).Code.ShouldBe("store-too-new");
    }

    [Fact]
    public async Task Several_stores_may_create_the_same_file_at_once()
    {
        await using var database = new SqliteDatabase();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            await Task.Yield();
            await using var store = new SqliteStore(database.ConnectionString);
            await store.InitializeAsync();
        }));
        await database.OpenStoreAsync();
    }

    [Fact]
    public async Task Agents_get_connections_with_the_same_settings()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenStoreAsync();
        await using var connection = await store.AgentData.OpenConnectionAsync();
        foreach (var (pragma, expected) in new[] { ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("busy_timeout", "30000") })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            $"{await command.ExecuteScalarAsync()}".ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_apart()
    {
        await using var database = new SqliteDatabase();
        await File.WriteAllTextAsync(database.Path, new string('x', 5000));
        (await Should.ThrowAsync<HoldfastException>(() => database.OpenStoreAsync())).Code.ShouldBe("store-corrupt");
    }

    [Fact]
    public async Task A_commit_given_up_before_it_began_is_not_written()
    {
        await using var database = new SqliteDatabase();
        var store = await database.OpenStoreAsync();
        var commit = new Commit { Session = Guid.NewGuid() };
        await Should.ThrowAsync<OperationCanceledException>(() => store.CommitAsync([commit], new CancellationToken(canceled: true)));
        commit.Outcome.ShouldBe(CommitOutcome.Pending);
    }
}
