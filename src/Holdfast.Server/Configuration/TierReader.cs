using Holdfast.Providers;

namespace Holdfast.Server.Configuration;

/// <summary>Reads <c>Tiers</c>; without any, the chains are made of the default models of the providers there are.</summary>
internal static class TierReader
{
    public static IReadOnlyDictionary<Tier, IReadOnlyList<string>> Read(
        KeyReader keys, Faults faults, IReadOnlyList<ProviderOptions> providers, Func<string, string?> variable)
    {
        var chains = new Dictionary<Tier, IReadOnlyList<string>>();
        foreach (var name in keys.Names("Tiers"))
        {
            if (!Enum.TryParse<Tier>(name, ignoreCase: true, out var tier) || char.IsAsciiDigit(name[0]))
            {
                faults.Add($"Tiers:{name}", "There is no such tier. Use standard, strong, fast.");
            }
            else if (keys.List($"Tiers:{name}") is { } chain)
            {
                chains[tier] = chain;
            }
        }

        if (chains.Count == 0)
        {
            foreach (var tier in Enum.GetValues<Tier>())
            {
                string[] chain = [.. providers.Select(provider => DefaultModels.Of(provider, tier, variable)).OfType<string>()];
                if (chain.Length > 0)
                {
                    chains[tier] = chain;
                }
            }
        }

        return chains;
    }
}
