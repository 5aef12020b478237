using System.Runtime.CompilerServices;
using Holdfast.Models;
using Holdfast.Testing;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Runs;

/// <summary>A model that answers certain calls only when so many of them are being made at once.</summary>
/// <param name="inner">What it answers.</param>
/// <param name="meets">Which calls wait for each other.</param>
/// <param name="count">How many have to meet.</param>
internal sealed class MeetingModel(ScriptedModel inner, Func<IReadOnlyList<ChatMessage>, bool> meets, int count) : IChatClient
{
    private readonly TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;

    public ModelCatalog AsCatalog() => new([new ModelEndpoint(new ModelProvider("scripted", new ModelProviderOptions { RetryDelays = [] }), "scripted", this)]);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> prompt = [.. messages];
        if (meets(prompt))
        {
            if (Interlocked.Increment(ref arrived) == count)
            {
                together.SetResult();
            }

            await together.Task.WaitAsync(cancellationToken);
        }

        return await inner.GetResponseAsync(prompt, options, cancellationToken);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
