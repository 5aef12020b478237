using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Providers.Offline;

namespace Holdfast.Server.Models;

/// <summary>Makes the catalog of models that the options describe.</summary>
internal static class ModelChains
{
    /// <summary>The name of the offline model, as a tier may name it.</summary>
    public const string Offline = "offline";

    public static ModelCatalog Create(HoldfastServerOptions options, TimeProvider time)
    {
        var prices = new PriceTable(options.Prices);
        var providers = options.Providers.ToDictionary(provider => provider.Name, provider => (provider, new ModelProvider(provider.Name, time: time)), StringComparer.Ordinal);
        var offline = new ModelEndpoint(new ModelProvider(Offline, time: time) { IsLocal = true }, OfflineChatClient.ModelId, new OfflineChatClient(time));
        var endpoints = new Dictionary<string, ModelEndpoint>(StringComparer.Ordinal) { [Offline] = offline };
        return new ModelCatalog(Chain(Tier.Standard), Chain(Tier.Strong), Chain(Tier.Fast)) { Embeddings = options.Embeddings is { } embeddings ? Embedding(embeddings) : null };

        IReadOnlyList<ModelEndpoint> Chain(Tier tier)
        {
            var names = options.Tiers.GetValueOrDefault(tier) ?? options.Tiers.GetValueOrDefault(Tier.Standard) ?? [];
            List<ModelEndpoint> chain = [.. names.Select(Endpoint)];
            if (options.OfflineFallback && !chain.Contains(offline))
            {
                chain.Add(offline);
            }

            return chain;
        }

        EmbeddingEndpoint Embedding(string name)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var model = name[(slash + 1)..];
            var (provider, shared) = providers[name[..slash]];
            return new EmbeddingEndpoint(shared, model, EmbeddingGenerators.Create(provider, model), prices.Find(provider.Name, model));
        }

        ModelEndpoint Endpoint(string name)
        {
            if (!endpoints.TryGetValue(name, out var endpoint))
            {
                var slash = name.IndexOf('/', StringComparison.Ordinal);
                var model = name[(slash + 1)..];
                var (provider, shared) = providers[name[..slash]];
                endpoints[name] = endpoint = new ModelEndpoint(shared, model, ChatClients.Create(provider, model), prices.Find(provider.Name, model));
            }

            return endpoint;
        }
    }
}
