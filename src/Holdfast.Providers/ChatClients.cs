using Holdfast.Providers.Anthropic;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers;

/// <summary>Makes the client of one model of a provider. All clients share one pool of connections.</summary>
/// <remarks>Clients hold no resources: they need not be disposed, may be kept for ever and serve concurrent calls.</remarks>
public static class ChatClients
{
    internal static readonly Uri OpenAIAddress = new("https://api.openai.com/v1");
    private static readonly Uri AnthropicAddress = new("https://api.anthropic.com");

    /// <summary>Creates a client.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model's name as the provider knows it, such as <c>gpt-4o-mini</c>.</param>
    /// <param name="http">What to send with, or null for the shared connections. A timeout of its own should be infinite: the gateway has one.</param>
    /// <exception cref="HoldfastException">Code <c>provider-configuration</c>: the provider's configuration lacks something; the message says what.</exception>
    public static IChatClient Create(ProviderOptions provider, string model, HttpMessageInvoker? http = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        http ??= SharedConnections.Http;
        return provider.Kind switch
        {
            ProviderKind.OpenAI => new OpenAIChatClient(http, provider.BaseUrl ?? OpenAIAddress, provider.ApiKey, model),
            ProviderKind.Anthropic when string.IsNullOrWhiteSpace(provider.ApiKey) => throw new HoldfastException(
                "provider-configuration",
                $"Provider {provider.Name} has no key. Set Providers:{provider.Name}:ApiKey or ANTHROPIC_API_KEY."),
            ProviderKind.Anthropic => new AnthropicChatClient(http, provider.BaseUrl ?? AnthropicAddress, provider.ApiKey, model),
            _ => throw new HoldfastException(
                "provider-configuration",
                $"Providers:{provider.Name}:Kind is {provider.Kind}, which is unknown. Use openai or anthropic."),
        };
    }
}
