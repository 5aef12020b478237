using Holdfast.Models;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.OpenAI;

/// <summary>Talks to OpenAI's chat completions API and to every endpoint compatible with it (Ollama, vLLM, llama.cpp, gateways).</summary>
/// <remarks>
/// Tries each call once: retries belong to the gateway. Safe for concurrent use; disposing does nothing, for the HTTP client is the caller's.
/// The bytes of a message are kept in its <see cref="ChatMessage.RawRepresentation"/> where that is free, so a message that was sent must not
/// be changed in place: make a new one.
/// </remarks>
public sealed class OpenAIChatClient : IChatClient
{
    private readonly string model;
    private readonly string limitName;
    private readonly ProviderEndpoint endpoint;
    private readonly ChatClientMetadata metadata;

    /// <summary>Creates a client.</summary>
    /// <param name="http">What to send with; an <see cref="HttpClient"/> costs a little more per call than a bare invoker. Its timeout ends a call with <see cref="ErrorCategory.Timeout"/>.</param>
    /// <param name="baseUrl">The address that <c>/chat/completions</c> is added to, with <c>/v1</c>. A query is kept.</param>
    /// <param name="apiKey">The key, or null to send none.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="time">The clock for dates in <c>Retry-After</c>, or null for the system's.</param>
    /// <exception cref="ArgumentException">The address is relative or not http(s), or the key holds characters that no header can.</exception>
    public OpenAIChatClient(HttpMessageInvoker http, Uri baseUrl, string? apiKey, string model, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        this.model = model;
        var url = ProviderAddress.Of(baseUrl, "chat/completions");
        var key = ProviderKey.Check(apiKey);

        // OpenAI's reasoning models refuse the old name, many compatible servers do not know the new one.
        limitName = url.Host is "api.openai.com" || url.Host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase)
            ? "max_completion_tokens"
            : "max_tokens";
        metadata = new ChatClientMetadata("openai", ProviderAddress.WithoutSecrets(url), model);
        endpoint = new ProviderEndpoint(
            http,
            url,
            key is null ? [] : [new("Authorization", "Bearer " + key)],
            new ProviderFailures("openai", model, key, time ?? TimeProvider.System));
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">The call failed; its category says how.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return endpoint.CompleteAsync(
            OpenAIRequest.Write(model, messages, options, stream: false, limitName), new OpenAIAnswerReader(), options, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Tool calls, finish reason and usage come with the last update, after the stream's end mark.</remarks>
    /// <exception cref="ModelException">The call failed; its category says how.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return endpoint.StreamAsync(
            () => OpenAIRequest.Write(model, messages, options, stream: true, limitName), static () => new OpenAIAnswerReader(), options, cancellationToken);
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
    public override string ToString() => $"openai/{model} at {metadata.ProviderUri?.Authority}";
}
