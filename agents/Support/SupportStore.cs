using System.Data.Common;
using Holdfast.Agents.Support.Storage;
using Holdfast.People;

namespace Holdfast.Agents.Support;

/// <summary>Keeps products, accounts and orders in tables named <c>support_…</c>.</summary>
/// <remarks>Safe for concurrent use, in any number of processes. The data source stays the caller's to dispose.</remarks>
public sealed class SupportStore : IPersonalDataSource, IDisposable
{
    private const long CreationLock = 7236017220130772;

    /// <summary>Creates a store.</summary>
    /// <param name="dataSource">Opens connections to the database.</param>
    /// <param name="engine">Which engine that is: <c>sqlite</c> or <c>postgresql</c>.</param>
    /// <param name="ids">Makes the numbers of returns and the like, or null for <see cref="IdSource.System"/>.</param>
    /// <exception cref="ArgumentException">The engine is neither of them.</exception>
    public SupportStore(DbDataSource dataSource, string engine, IdSource? ids = null)
    {
        Tables = new AgentTables(dataSource, engine, "support_");
        Ids = ids ?? IdSource.System;
    }

    /// <inheritdoc />
    public string Name => "support";

    internal AgentTables Tables { get; }

    internal IdSource Ids { get; }

    /// <summary>Creates the tables that are missing. May be called at every start, by several processes at once.</summary>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    public Task EnsureCreatedAsync(CancellationToken cancellationToken = default) =>
        Tables.EnsureCreatedAsync(SupportSchema.Statements, CreationLock, cancellationToken);

    /// <summary>Returns the names of all articles.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<IReadOnlyList<string>> ReadProductNamesAsync(CancellationToken cancellationToken = default) =>
        Tables.ReadAsync<IReadOnlyList<string>>(async connection => [.. (await connection.ReadProductsAsync(cancellationToken)).Select(static product => product.Name)], cancellationToken);

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
