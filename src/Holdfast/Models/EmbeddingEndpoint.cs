using Holdfast.Cost;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>The model of one provider that turns texts into vectors.</summary>
public sealed class EmbeddingEndpoint
{
    /// <summary>Creates an endpoint.</summary>
    /// <param name="provider">The provider; endpoints of the same provider share one instance, and with it admission and circuit breaker.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="generator">The model. Safe for concurrent use; owned by the caller. Its own retries must be off: the gateway owns them.</param>
    /// <param name="price">The price, or null when unknown (counted as free).</param>
    public EmbeddingEndpoint(ModelProvider provider, string model, IEmbeddingGenerator<string, Embedding<float>> generator, ModelPrice? price = null)
    {
        Provider = provider;
        Generator = generator;
        Price = price ?? ModelPrice.Free;
        Name = provider.Name == model ? model : $"{provider.Name}/{model}";
    }

    /// <summary>The provider.</summary>
    public ModelProvider Provider { get; }

    /// <summary>The model.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

    /// <summary>The price: only that of the input counts.</summary>
    public ModelPrice Price { get; }

    /// <summary>Provider and model, such as <c>openai/text-embedding-3-small</c>. Vectors are kept by it: another name makes all vectors anew.</summary>
    public string Name { get; }
}
