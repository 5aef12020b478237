using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>Decodes one answer, whole or event by event, into what the abstractions call a response. Serves one call.</summary>
internal abstract class AnswerReader
{
    private List<AIContent> contents = [];

    /// <summary>What was reported so far; a failure carries it.</summary>
    public TokenCounts Tokens { get; protected set; }

    /// <summary>The error that came in place of an answer, or null.</summary>
    public ErrorBody? Error { get; protected set; }

    /// <summary>Whether the protocol's end mark came. Without it an answer is never finished.</summary>
    public bool Ended { get; protected set; }

    protected string? Id { get; set; }

    protected string? Model { get; set; }

    protected DateTimeOffset? CreatedAt { get; set; }

    protected ChatFinishReason? Finish { get; set; }

    /// <summary>Decodes a whole answer.</summary>
    /// <exception cref="JsonException">It is not what the protocol says.</exception>
    public void ReadWhole(ReadOnlySpan<byte> json) => Read(json, whole: true);

    /// <summary>Decodes one event's data.</summary>
    /// <exception cref="JsonException">It is not what the protocol says.</exception>
    public void ReadEvent(ReadOnlySpan<byte> data) => Read(data, whole: false);

    /// <summary>Called when the stream is over, whether or not the end mark came.</summary>
    public virtual void EndOfStream()
    {
    }

    /// <summary>Returns the finished answer.</summary>
    public ChatResponse ToResponse()
    {
        AddHeldBack();
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents) { MessageId = Id, CreatedAt = CreatedAt })
        {
            ResponseId = Id,
            ModelId = Model,
            CreatedAt = CreatedAt,
            FinishReason = Finish,
            Usage = Tokens.ToUsage(),
        };
    }

    /// <summary>Returns what came since the last call, or null.</summary>
    public ChatResponseUpdate? TakeUpdate() => contents.Count == 0 ? null : Take();

    /// <summary>Returns what was held back until the end: tool calls, the finish reason, the usage.</summary>
    public ChatResponseUpdate TakeLastUpdate()
    {
        AddHeldBack();
        if (Tokens.ToUsage() is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        var update = Take();
        update.FinishReason = Finish;
        return update;
    }

    /// <summary>Adds content.</summary>
    public void Add(AIContent content) => contents.Add(content);

    /// <summary>Adds (a piece of) the answer's text.</summary>
    public void AddText(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            contents.Add(new TextContent(text));
        }
    }

    /// <summary>Adds (a piece of) the model's reasoning.</summary>
    public void AddReasoning(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            contents.Add(new TextReasoningContent(text));
        }
    }

    protected abstract void ReadWholeCore(ReadOnlySpan<byte> json);

    protected abstract void ReadEventCore(ReadOnlySpan<byte> data);

    /// <summary>Adds the content that is only shown when the answer is complete: nobody may act on half a tool call.</summary>
    protected abstract void AddHeldBack();

    private ChatResponseUpdate Take()
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = Id,
            MessageId = Id,
            ModelId = Model,
            CreatedAt = CreatedAt,
        };
        contents = [];
        return update;
    }

    private void Read(ReadOnlySpan<byte> json, bool whole)
    {
        try
        {
            if (whole)
            {
                ReadWholeCore(json);
            }
            else
            {
                ReadEventCore(json);
            }
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }
}
