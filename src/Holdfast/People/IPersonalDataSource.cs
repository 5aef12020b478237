namespace Holdfast.People;

/// <summary>
/// What an application keeps of persons in tables of its own, such as the orders that an agent's tools write. Registered, it is part of what is given out of a person and of what is erased (docs/identity.md).
/// </summary>
/// <remarks>Safe for concurrent use. A person is who a session was opened for; check the tenant as well as the user.</remarks>
public interface IPersonalDataSource
{
    /// <summary>What it is called where its records are given out, such as <c>shop</c>: lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>Gives out all that is kept of a person; nothing where nothing is.</summary>
    /// <param name="person">The person.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    IAsyncEnumerable<PersonalRecord> ReadAsync(Person person, CancellationToken cancellationToken = default);

    /// <summary>Erases what is kept of a person, or takes from it what leads to the person where figures have to stay. Called again after an interruption, it finishes the work.</summary>
    /// <param name="person">The person. All of their sessions are closed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>How many records were erased or changed.</returns>
    Task<int> EraseAsync(Person person, CancellationToken cancellationToken = default);
}
