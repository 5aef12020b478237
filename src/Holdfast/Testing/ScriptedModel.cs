using System.Runtime.CompilerServices;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Testing;

/// <summary>A model whose mind is a function: for tests of agents. Safe for concurrent use as far as the function is.</summary>
/// <remarks>A reply is decided from the conversation, so that a run that is resumed or replayed gets the same one.</remarks>
public sealed class ScriptedModel : IChatClient
{
    private readonly Func<ScriptedTurn, ScriptedReply> mind;

    /// <summary>Creates a model.</summary>
    /// <param name="mind">Decides each reply; it may throw <see cref="ModelException"/> to fail as a provider does.</param>
    public ScriptedModel(Func<ScriptedTurn, ScriptedReply> mind)
    {
        this.mind = mind;
    }

    /// <summary>Creates a model that gives these replies, one after the other within each run; the last one is repeated.</summary>
    /// <param name="replies">At least one.</param>
    public static ScriptedModel Of(params ScriptedReply[] replies) => new(turn => replies[Math.Min(turn.Step, replies.Length - 1)]);

    /// <summary>A catalog whose only model is this one, for every tier.</summary>
    /// <param name="options">How the gateway treats it; null for no retries.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ModelCatalog AsCatalog(ModelProviderOptions? options = null, TimeProvider? time = null) =>
        new([new ModelEndpoint(new ModelProvider("scripted", options ?? new ModelProviderOptions { RetryDelays = [] }, time), "scripted", this)]);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Answer([.. messages], options));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ChatResponse Answer(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var reply = mind(new ScriptedTurn(messages, options));
        var contents = new List<AIContent>();
        if (reply.Text.Length > 0)
        {
            contents.Add(new TextContent(reply.Text));
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            contents.Add(new FunctionCallContent($"call_{i}", reply.Calls[i].Name) { RawRepresentation = new ToolCallArguments(reply.Calls[i].Arguments) });
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = reply.FinishReason ?? (reply.Calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop),
            Usage = new UsageDetails { InputTokenCount = reply.InputTokens, OutputTokenCount = reply.OutputTokens },
        };
    }
}
