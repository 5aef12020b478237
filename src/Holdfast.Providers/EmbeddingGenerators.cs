using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers;

/// <summary>Makes the embedding model of a provider. All share one pool of connections.</summary>
public static class EmbeddingGenerators
{
    /// <summary>Creates a generator, which holds no resources.</summary>
    /// <param name="provider">The provider: OpenAI or one compatible with it.</param>
    /// <param name="model">The model's name as the provider knows it, such as <c>text-embedding-3-small</c>.</param>
    /// <param name="http">What to send with, or null for the shared connections.</param>
    /// <exception cref="HoldfastException">Code <c>provider-configuration</c>: the provider has no embeddings.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> Create(ProviderOptions provider, string model, HttpMessageInvoker? http = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return provider.Kind == ProviderKind.OpenAI
            ? new OpenAIEmbeddingGenerator(http ?? SharedConnections.Http, provider.BaseUrl ?? ChatClients.OpenAIAddress, provider.ApiKey, model)
            : throw new HoldfastException("provider-configuration", $"Provider {provider.Name} is of kind {provider.Kind}, which has no embeddings. Use one of kind openai.");
    }
}
