using Holdfast.Journal;
using Holdfast.Storage.PostgreSql;
using Holdfast.Tests.Shared;
using Npgsql;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlStoreTests
{
    [Fact]
    public async Task A_server_that_loses_commits_is_refused_unless_that_is_allowed()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var lossy = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c synchronous_commit=off" }.ConnectionString;
        await using var strict = new PostgreSqlStore(lossy);
        (await Should.ThrowAsync<HoldfastException>(() => strict.InitializeAsync())).Code.ShouldBe("store-not-durable");
        await using var lenient = new PostgreSqlStore(lossy, new StorageOptions { AllowLessDurable = true });
        await lenient.InitializeAsync();
        lenient.Durability.ShouldBe(Durability.Process);
    }

    [Fact]
    public async Task Opening_at_once_and_twice_changes_nothing_and_a_newer_database_is_refused()
    {
        await using var database = (PostgreSqlDatabase)await PostgreSqlDatabase.CreateAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.OpenStoreAsync()));
        await stores[0].InitializeAsync();
        await using (var command = stores[0].AgentData.CreateCommand("INSERT INTO schema_version (version) VALUES (99)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        (await Should.ThrowAsync<HoldfastException>(() => database.OpenStoreAsync())).Code.ShouldBe("store-too-new");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        await using var store = new PostgreSqlStore("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2");
        (await Should.ThrowAsync<HoldfastException>(() => store.InitializeAsync())).Code.ShouldBe("store-unavailable");
    }

    [Fact]
    public async Task A_listener_connects_again_and_says_to_look_at_everything()
    {
        await using var database = (PostgreSqlDatabase)await PostgreSqlDatabase.CreateAsync();
        var store = await database.OpenStoreAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var wakeups = store.WakeupsAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        await wakeups.MoveNextAsync();
        await using (var kill = store.AgentData.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"))
        {
            await kill.ExecuteNonQueryAsync(timeout.Token);
        }

        (await wakeups.MoveNextAsync()).ShouldBeTrue();
        wakeups.Current.ShouldBe(Guid.Empty);
    }
}
