using System.Data.Common;
using Holdfast.Agents.Support;
using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;
using Holdfast.Storage.Sqlite;
using Holdfast.Tests.Shared;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Support;

/// <summary>The demo shop with a database of its own, on Monday 16 March 2026, 09:00 in Berlin.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly PostgresDatabase? database;

    private Shop(string engine, DbDataSource dataSource, PostgresDatabase? database)
    {
        this.database = database;
        DataSource = dataSource;
        Engine = engine;
        Store = new SupportStore(dataSource, engine, IdSource.Seeded(7));
        var system = new OrderSystem(Store, Options);
        Identity = new IdentityTools(system);
        Orders = new OrderTools(system);
        Returns = new ReturnTools(system);
        Billing = new BillingTools(system);
        Accounts = new AccountTools(system);
    }

    public static Guid Session { get; } = new("11111111-2222-3333-4444-555555555555");

    public DbDataSource DataSource { get; }

    public string Engine { get; }

    public SupportOptions Options { get; } = new();

    public SupportStore Store { get; }

    public IdentityTools Identity { get; }

    public OrderTools Orders { get; }

    public ReturnTools Returns { get; }

    public BillingTools Billing { get; }

    public AccountTools Accounts { get; }

    public SetTime Time { get; } = new(new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero));

    public static async Task<Shop> OpenAsync(string engine = "sqlite")
    {
        var postgres = engine == "postgresql" ? await PostgresServer.CreateDatabaseAsync() : null;
        if (postgres is null)
        {
            SqliteLibrary.EnsureLoaded();
        }

        var shop = new Shop(engine, postgres is null ? new SqliteDataSource() : postgres.DataSource, postgres);
        await shop.Store.EnsureCreatedAsync();
        await SupportSeed.ApplyAsync(shop.Store, shop.Time);
        return shop;
    }

    /// <summary>A call by a user; without a key, one that was never made before.</summary>
    public ToolContext Call(string user = "maria", string? key = null, Guid? session = null, string tenant = "default") => new()
    {
        Principal = new Principal(tenant, user, []),
        IdempotencyKey = key ?? $"{Guid.NewGuid():N}",
        Session = session ?? Session,
        Run = Guid.Empty,
        TraceParent = "00-00000000000000000000000000000001-0000000000000001-01",
        Time = Time,
    };

    public Task<SupportResult> VerifyAsync(string user = "maria") => user == "maria"
        ? Identity.VerifyIdentityAsync(Call(), "FF-10041", "maria@example.com")
        : Identity.VerifyIdentityAsync(Call("jonas"), "FF-20011", postcode: "20457");

    /// <summary>Returns the message of a refusal.</summary>
    public static async Task<string> RefusalAsync(Func<Task> call) => (await Should.ThrowAsync<ToolException>(call)).Message;

    public async Task<long> CountAsync(string fromWhere)
    {
        await using var command = DataSource.CreateCommand($"SELECT count(*) FROM {fromWhere}");
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await DataSource.DisposeAsync();
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }
}
