using System.Data.Common;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.People;

namespace Holdfast.Agents.Scheduling;

/// <summary>Keeps calendars, appointments and confirmations in tables named <c>scheduling_…</c>.</summary>
/// <remarks>Safe for concurrent use, in any number of processes. The data source stays the caller's to dispose.</remarks>
public sealed class SchedulingStore : IPersonalDataSource, IDisposable
{
    private const long CreationLock = 7236017220130771;

    /// <summary>Creates a store.</summary>
    /// <param name="dataSource">Opens connections to the database.</param>
    /// <param name="engine">Which engine that is: <c>sqlite</c>, where writers take turns, or <c>postgresql</c>, where they do so per staff member.</param>
    /// <param name="ids">Makes the numbers of appointments, or null for <see cref="IdSource.System"/>.</param>
    /// <exception cref="ArgumentException">The engine is neither of them.</exception>
    public SchedulingStore(DbDataSource dataSource, string engine, IdSource? ids = null)
    {
        Tables = new AgentTables(dataSource, engine, "scheduling_");
        Ids = ids ?? IdSource.System;
    }

    /// <inheritdoc />
    public string Name => "scheduling";

    internal AgentTables Tables { get; }

    internal IdSource Ids { get; }

    /// <summary>Creates the tables that are missing. May be called at every start, by several processes at once.</summary>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    public Task EnsureCreatedAsync(CancellationToken cancellationToken = default) =>
        Tables.EnsureCreatedAsync(SchedulingSchema.Statements, CreationLock, cancellationToken);

    /// <summary>Returns what can be booked.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<Catalogue> ReadCatalogueAsync(CancellationToken cancellationToken = default) =>
        Tables.ReadAsync(connection => connection.ReadCatalogueAsync(cancellationToken), cancellationToken);

    /// <summary>Adds services, staff and absences, and updates the services and staff that are there already.</summary>
    /// <param name="catalogue">What to save. Appointments that are booked stay as they are.</param>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    /// <exception cref="ArgumentException">A duration, zone, service id or working span is not valid; the message says which.</exception>
    public Task SaveCatalogueAsync(Catalogue catalogue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        CatalogueCheck.Demand(catalogue);
        return Tables.WriteAsync(
            async connection =>
            {
                await connection.SaveCatalogueAsync(catalogue, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PersonalRecord> ReadAsync(Person person, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(person);
        return PersonalRows.ReadAsync(Tables, person, PersonStatements.Queries, cancellationToken);
    }

    /// <inheritdoc />
    public Task<int> EraseAsync(Person person, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(person);
        return PersonalRows.EraseAsync(Tables, person, PersonStatements.Erasures, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => Tables.Dispose();
}
