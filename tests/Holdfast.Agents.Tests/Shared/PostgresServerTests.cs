using Holdfast.Tests.Shared;

namespace Holdfast.Agents.Tests.Shared;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Each_database_is_fresh_and_gone_after_use()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var first = await PostgresServer.CreateDatabaseAsync(cancellationToken);
        await using (var second = await PostgresServer.CreateDatabaseAsync(cancellationToken))
        {
            await using var create = second.DataSource.CreateCommand("CREATE TABLE only_here (id int)");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var databases = first.DataSource.CreateCommand("SELECT current_database()");
        first.ConnectionString.ShouldContain((string)(await databases.ExecuteScalarAsync(cancellationToken))!);
        await using var tables = first.DataSource.CreateCommand("SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'");
        (await tables.ExecuteScalarAsync(cancellationToken)).ShouldBe(0L);
    }
}
