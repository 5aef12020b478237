using Holdfast.Storage.PostgreSql;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests;

public sealed class HoldfastStorageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("holdfast.db")]
    [InlineData("mysql://root:secret@localhost/x")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=a.db;Colour=secret")]
    [InlineData("Data Source=a.db;Synchronous=SOMETIMES")]
    [InlineData("postgres://")]
    [InlineData("postgres://u:secret@h:99999999/x")]
    [InlineData("Host=h;Password=secret;Colour=red")]
    public void What_names_no_storage_is_refused_without_secrets(string connection)
    {
        var refusal = Should.Throw<HoldfastException>(() => HoldfastStorage.Open(connection));
        refusal.Code.ShouldBe("invalid-storage");
        refusal.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared")]
    public void A_database_in_memory_is_refused(string connection) =>
        Should.Throw<HoldfastException>(() => HoldfastStorage.Open(connection)).Code.ShouldBe("store-not-durable");

    [Fact]
    public async Task The_string_decides_the_engine()
    {
        await using var sqlite = HoldfastStorage.Open("Data Source=holdfast.db");
        sqlite.ShouldBeOfType<SqliteStore>();
        foreach (var connection in new[] { "postgres://ann:p%40ss@db.example:5433/hold?sslmode=require", "postgresql://db/hold", "Host=db;Database=hold" })
        {
            await using var postgres = HoldfastStorage.Open(connection);
            postgres.ShouldBeOfType<PostgreSqlStore>();
        }
    }
}
