namespace Holdfast.Tests.Snippets;

/// <summary>What the source of docs/identity.md reads and erases.</summary>
public sealed class NewsletterTable
{
    private readonly List<(string Tenant, string User, string Address)> rows = [("acme", "ann", "ann@example.com"), ("acme", "bob", "bob@example.com")];

    public Task<List<string>> FindAsync(string tenant, string user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(rows.Where(row => (row.Tenant, row.User) == (tenant, user)).Select(row => row.Address).ToList());
    }

    public Task<int> DeleteAsync(string tenant, string user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(rows.RemoveAll(row => (row.Tenant, row.User) == (tenant, user)));
    }
}
