using System.Data.Common;
using Holdfast.Agents.Scheduling;
using Holdfast.Storage.Sqlite;
using Holdfast.Tests.Shared;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Scheduling;

/// <summary>A business with an empty database of its own, on Monday 16 March 2026, 09:00 in Berlin.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly PostgresDatabase? database;

    private Studio(string engine, DbDataSource dataSource, PostgresDatabase? database, SchedulingOptions options)
    {
        this.database = database;
        DataSource = dataSource;
        Engine = engine;
        Options = options;
        Store = new SchedulingStore(dataSource, engine, IdSource.Seeded(7));
        Tools = new SchedulingTools(Store, options);
    }

    public DbDataSource DataSource { get; }

    public string Engine { get; }

    public SchedulingOptions Options { get; }

    public SchedulingStore Store { get; }

    public SchedulingTools Tools { get; }

    public SetTime Time { get; } = new(new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Opens the demo business, or one with the catalogue given.</summary>
    public static async Task<Studio> OpenAsync(string engine, Catalogue? catalogue = null, Action<SchedulingOptions>? configure = null)
    {
        var options = new SchedulingOptions();
        configure?.Invoke(options);
        var postgres = engine == "postgresql" ? await PostgresServer.CreateDatabaseAsync() : null;
        if (postgres is null)
        {
            SqliteLibrary.EnsureLoaded();
        }

        var studio = new Studio(engine, postgres is null ? new SqliteDataSource() : postgres.DataSource, postgres, options);
        await studio.Store.EnsureCreatedAsync();
        await (catalogue is null ? SchedulingSeed.ApplyAsync(studio.Store, studio.Time) : studio.Store.SaveCatalogueAsync(catalogue));
        return studio;
    }

    /// <summary>A call by a user; without a key, one that was never made before.</summary>
    public ToolContext Call(string user = "ada", string? key = null, Guid session = default, string tenant = "default") => new()
    {
        Principal = new Principal(tenant, user, []),
        IdempotencyKey = key ?? $"{Guid.NewGuid():N}",
        Session = session,
        Run = Guid.Empty,
        TraceParent = "00-00000000000000000000000000000001-0000000000000001-01",
        Time = Time,
    };

    public Task<AppointmentResult> BookAsync(string start, string service = "Swedish massage", string? staff = null, string user = "ada", string? key = null) =>
        Tools.BookAppointmentAsync(Call(user, key), service, start, staff);

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
