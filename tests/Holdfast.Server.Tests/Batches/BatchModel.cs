using System.Text.Json;
using Holdfast.Cost;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Server.Tests.Batches;

/// <summary>A model that gives each item the length of its id; from a certain call on it does not answer.</summary>
/// <param name="answers">How many calls it answers.</param>
public sealed class BatchModel(int answers = int.MaxValue) : IChatClient
{
    private readonly TaskCompletionSource silent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int calls;

    /// <summary>Ends when a call is asked that gets no answer.</summary>
    public Task Silent => silent.Task;

    public ModelCatalog AsCatalog(ModelPrice? price = null) =>
        new([new ModelEndpoint(new ModelProvider("batches", new ModelProviderOptions { RetryDelays = [], AttemptTimeout = TimeSpan.FromHours(1) }), "batches", this, price)]);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref calls) > answers)
        {
            silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        using var asked = JsonDocument.Parse(messages.Last().Text);
        var entries = asked.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).Select(id => $$"""{"id":"{{id}}","result":{{id.Length}}}""");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, $$"""{"results":[{{string.Join(',', entries)}}]}"""))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 4_000 },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
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
