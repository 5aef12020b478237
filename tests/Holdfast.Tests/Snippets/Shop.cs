namespace Holdfast.Tests.Snippets;

/// <summary>What the tools of docs/tools.md work on.</summary>
public sealed class Shop
{
    private readonly Dictionary<string, string> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> payments = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Find(string word, int limit) => [.. new[] { "green tea", "black tea", "coffee" }.Where(p => p.Contains(word, StringComparison.Ordinal)).Take(limit)];

    public decimal ShippingOf(string product) => Has(product) ? 4.90m : 0;

    public bool Has(string product) => Find(product, 1).Count == 1;

    public string Order(string user, string product, int packs, string key) =>
        orders.TryGetValue(key, out var order) ? order : orders[key] = $"order {orders.Count + 1}: {packs} {product} for {user}";

    public Task<string> PayAsync(string order, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(payments[key] = $"receipt for {order}");
    }

    public Task<string?> FindPaymentAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(payments.GetValueOrDefault(key));
    }
}
