using Holdfast.Models;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>Talks to Anthropic's messages API.</summary>
/// <remarks>
/// Tries each call once: retries belong to the gateway. Safe for concurrent use; disposing does nothing, for the HTTP client is the caller's.
/// The bytes of a message are kept in its <see cref="ChatMessage.RawRepresentation"/> where that is free, so a message that was sent must not
/// be changed in place: make a new one. Without <see cref="ChatOptions.MaxOutputTokens"/> the limit is 4,096, for the protocol demands one.
/// </remarks>
public sealed class AnthropicChatClient : IChatClient
{
    private readonly string model;
    private readonly ProviderEndpoint endpoint;
    private readonly ChatClientMetadata metadata;

    /// <summary>Creates a client.</summary>
    /// <param name="http">What to send with; an <see cref="HttpClient"/> costs a little more per call than a bare invoker. Its timeout ends a call with <see cref="ErrorCategory.Timeout"/>.</param>
    /// <param name="baseUrl">The address that <c>/v1/messages</c> is added to.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="time">The clock for dates in <c>Retry-After</c>, or null for the system's.</param>
    /// <exception cref="ArgumentException">The address is relative or not http(s), or the key is missing or holds characters that no header can.</exception>
    public AnthropicChatClient(HttpMessageInvoker http, Uri baseUrl, string apiKey, string model, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        this.model = model;
        var url = ProviderAddress.Of(baseUrl, "v1/messages");
        var key = ProviderKey.Check(apiKey)!;
        metadata = new ChatClientMetadata("anthropic", ProviderAddress.WithoutSecrets(url), model);

        // The version of 2026-10-21 takes no sampling options at all and is not known to every gateway and compatible endpoint; this one is kept.
        endpoint = new ProviderEndpoint(
            http,
            url,
            [new("x-api-key", key), new("anthropic-version", "2023-06-01")],
            new ProviderFailures("anthropic", model, key, time ?? TimeProvider.System));
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">The call failed; its category says how.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return endpoint.CompleteAsync(AnthropicRequest.Write(model, messages, options, stream: false), NewReader(options), options, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Tool calls, structured answers, finish reason and usage come with the last update, after the stream's end mark.</remarks>
    /// <exception cref="ModelException">The call failed; its category says how.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return endpoint.StreamAsync(
            () => AnthropicRequest.Write(model, messages, options, stream: true), () => NewReader(options), options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Returns the model and the host.</summary>
    public override string ToString() => $"anthropic/{model} at {metadata.ProviderUri?.Authority}";

    private static AnthropicAnswerReader NewReader(ChatOptions? options) => new(StructuredAnswer.Of(options));
}
