namespace Holdfast.Cost;

/// <summary>Prices per model. Shipped prices are dated and can be overridden under <c>Prices:&lt;provider/model&gt;</c>.</summary>
/// <remarks>
/// Shipped figures are list prices of the providers' public price pages as of 2025-11, USD per million tokens (input, output, cached input).
/// Prices change: whoever relies on money ceilings should set their own.
/// </remarks>
public sealed class PriceTable
{
    private static readonly (string Prefix, ModelPrice Price)[] Shipped =
    [
        ("gpt-5-nano", new(0.05m, 0.40m, 0.005m)),
        ("gpt-5-mini", new(0.25m, 2.00m, 0.025m)),
        ("gpt-5", new(1.25m, 10.00m, 0.125m)),
        ("gpt-4.1-nano", new(0.10m, 0.40m, 0.025m)),
        ("gpt-4.1-mini", new(0.40m, 1.60m, 0.10m)),
        ("gpt-4.1", new(2.00m, 8.00m, 0.50m)),
        ("gpt-4o-mini", new(0.15m, 0.60m, 0.075m)),
        ("gpt-4o", new(2.50m, 10.00m, 1.25m)),
        ("text-embedding-3-small", new(0.02m, 0m)),
        ("text-embedding-3-large", new(0.13m, 0m)),
        ("claude-haiku-4-5", new(1.00m, 5.00m, 0.10m)),
        ("claude-opus-4-5", new(5.00m, 25.00m, 0.50m)),
        ("claude-opus-4", new(15.00m, 75.00m, 1.50m)),
        ("claude-sonnet-4", new(3.00m, 15.00m, 0.30m)),
        ("claude-3-5-haiku", new(0.80m, 4.00m, 0.08m)),
    ];

    private readonly Dictionary<string, ModelPrice> overrides;

    /// <summary>Creates a table.</summary>
    /// <param name="overrides">Prices by <c>provider/model</c> or by model name; they win over the shipped ones. Null for none.</param>
    public PriceTable(IReadOnlyDictionary<string, ModelPrice>? overrides = null)
    {
        this.overrides = new Dictionary<string, ModelPrice>(overrides ?? new Dictionary<string, ModelPrice>(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns the price of a model, or null when none is known; its cost is then counted as zero and money ceilings cannot hold.</summary>
    /// <param name="provider">The provider's configured name.</param>
    /// <param name="model">The model's name at the provider.</param>
    public ModelPrice? Find(string provider, string model)
    {
        if (overrides.TryGetValue($"{provider}/{model}", out var price) || overrides.TryGetValue(model, out price))
        {
            return price;
        }

        foreach (var (prefix, shipped) in Shipped)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return shipped;
            }
        }

        return null;
    }
}
