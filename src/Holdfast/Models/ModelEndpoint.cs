using Holdfast.Cost;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>One model of one provider: a link of a tier's chain.</summary>
public sealed class ModelEndpoint
{
    /// <summary>Creates an endpoint.</summary>
    /// <param name="provider">The provider; endpoints of the same provider share one instance.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="client">The client. Its own retries must be off: the gateway owns them.</param>
    /// <param name="price">The price, or null when unknown (counted as free).</param>
    public ModelEndpoint(ModelProvider provider, string model, IChatClient client, ModelPrice? price = null)
    {
        Provider = provider;
        Model = model;
        Client = client;
        Price = price ?? ModelPrice.Free;
        Name = provider.Name == model ? model : $"{provider.Name}/{model}";
    }

    /// <summary>The provider.</summary>
    public ModelProvider Provider { get; }

    /// <summary>The model's name at the provider.</summary>
    public string Model { get; }

    /// <summary>The client.</summary>
    public IChatClient Client { get; }

    /// <summary>The price.</summary>
    public ModelPrice Price { get; }

    /// <summary>Provider and model, such as <c>openai/gpt-5-mini</c>.</summary>
    public string Name { get; }
}
