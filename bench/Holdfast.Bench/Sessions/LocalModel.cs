using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Bench.Sessions;

/// <summary>A model in this process that costs next to nothing, so that only the journal and the engine are measured.</summary>
/// <param name="calls">How many tool calls each run makes before its last word.</param>
/// <param name="hangsAt">The call of a run at which it never answers, or -1.</param>
internal sealed class LocalModel(int calls, int hangsAt = -1) : IChatClient
{
    private int hanging;

    /// <summary>How many calls hang now.</summary>
    public int Hanging => Volatile.Read(ref hanging);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // The newest result holds the number of its call; a conversation that was shortened still ends with it.
        var last = messages.Last();
        var made = last.Role == ChatRole.Tool ? int.Parse(((FunctionResultContent)last.Contents[0]).Result!.ToString()!.Split(' ')[0]) : 0;
        if (made == hangsAt)
        {
            Interlocked.Increment(ref hanging);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        AIContent content = made < calls
            ? new FunctionCallContent($"call{made}", "note") { RawRepresentation = new ToolCallArguments($$"""{"number":{{made + 1}},"text":"What was said about the appointment."}""") }
            : new TextContent("All is noted.");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            FinishReason = made < calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
