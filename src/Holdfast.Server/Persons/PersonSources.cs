using Holdfast.People;

namespace Holdfast.Server.Persons;

/// <summary>The tables in which agents and the application keep data of persons.</summary>
internal sealed class PersonSources(IEnumerable<IPersonalDataSource> sources)
{
    private readonly List<IPersonalDataSource> all = [.. sources.OrderBy(static source => source.Name, StringComparer.Ordinal)];

    /// <summary>All that they keep of a person, with their names.</summary>
    public async IAsyncEnumerable<(string Source, PersonalRecord Record)> ReadAsync(Person person, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var source in all)
        {
            await foreach (var record in source.ReadAsync(person, cancellationToken))
            {
                yield return (source.Name, record);
            }
        }
    }

    /// <summary>Erases what they keep of a person.</summary>
    /// <returns>How many records, by source; those without any are left out.</returns>
    /// <exception cref="HoldfastException"><c>personal-data-source</c>: one of them failed.</exception>
    public async Task<IReadOnlyList<(string Source, int Records)>> EraseAsync(Person person, CancellationToken cancellationToken)
    {
        var erased = new List<(string, int)>();
        foreach (var source in all)
        {
            try
            {
                var records = await source.EraseAsync(person, cancellationToken);
                if (records > 0)
                {
                    erased.Add((source.Name, records));
                }
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                // What it says may hold anything of the person.
                throw new HoldfastException(
                    "personal-data-source", $"The data source '{source.Name}' could not erase the person ({e.GetType().Name}). Sessions are still as they were: see to the source, and make the call again.", e);
            }
        }

        return erased;
    }
}
