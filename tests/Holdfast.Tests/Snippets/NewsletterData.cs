using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.People;

namespace Holdfast.Tests.Snippets;

/// <summary>The source of docs/identity.md.</summary>
public sealed class NewsletterData(NewsletterTable table) : IPersonalDataSource
{
    public string Name => "newsletter";

    public async IAsyncEnumerable<PersonalRecord> ReadAsync(Person person, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var address in await table.FindAsync(person.Tenant, person.User, cancellationToken))
        {
            yield return new PersonalRecord("subscription", JsonSerializer.SerializeToElement(new { address }));
        }
    }

    public Task<int> EraseAsync(Person person, CancellationToken cancellationToken = default) => table.DeleteAsync(person.Tenant, person.User, cancellationToken);
}
