using System.Runtime.CompilerServices;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Runs;

/// <summary>A model that never answers, and tells when it was asked.</summary>
public sealed class BlockingModel(TaskCompletionSource asked) : IChatClient
{
    public ModelCatalog AsCatalog(TimeProvider time) => new([new ModelEndpoint(
        new ModelProvider("blocking", new ModelProviderOptions { RetryDelays = [], AttemptTimeout = TimeSpan.FromHours(1) }, time), "blocking", this)]);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Never reached.");
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetResponseAsync(messages, options, cancellationToken);
        yield break;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
