using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Journal;

namespace Holdfast.Runs.Events;

/// <summary>Turns events into stored payloads and back. The one list of all kinds.</summary>
public static class EventCodec
{
    /// <summary>The format of payloads that this version writes. A journal with kinds or members it does not know is refused, not guessed.</summary>
    public const int Format = 1;

    private static readonly RunEventJson Json = new(new JsonSerializerOptions(RunEventJson.Default.Options)
    {
        // Payloads are never put into HTML unescaped; text in other scripts stays readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = null,
    });

    private static readonly (string Kind, JsonTypeInfo Info)[] Kinds =
    [
        ("session.opened", Json.SessionOpened),
        ("session.closed", Json.SessionClosed),
        ("run.started", Json.RunStarted),
        ("run.resumed", Json.RunResumed),
        ("run.handed_over", Json.RunHandedOver),
        ("model.replied", Json.ModelReplied),
        ("model.failed", Json.ModelFailed),
        ("tool.started", Json.ToolStarted),
        ("tool.finished", Json.ToolFinished),
        ("plan.made", Json.PlanMade),
        ("step.finished", Json.StepFinished),
        ("context.compacted", Json.ContextCompacted),
        ("budget.refused", Json.BudgetRefused),
        ("limit.reached", Json.LimitReached),
        ("cancel.requested", Json.CancelRequested),
        ("feedback.given", Json.FeedbackGiven),
        ("run.finished", Json.RunFinished),
    ];

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByKind = Kinds.ToFrozenDictionary(k => k.Kind, k => k.Info, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, (string Kind, JsonTypeInfo Info)> ByType = Kinds.ToFrozenDictionary(k => k.Info.Type);

    [ThreadStatic]
    private static Utf8JsonWriter? cachedWriter;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? cachedBuffer;

    /// <summary>Returns the kind of an event, such as <c>run.started</c>.</summary>
    public static string KindOf(RunEvent runEvent) => ByType[runEvent.GetType()].Kind;

    /// <summary>Serialises an event.</summary>
    public static byte[] Encode(RunEvent runEvent)
    {
        var buffer = cachedBuffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = cachedWriter ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, runEvent, ByType[runEvent.GetType()].Info);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Deserialises an event.</summary>
    /// <exception cref="HoldfastException">
    /// <c>journal-too-new</c>: the kind or a member is unknown to this version. <c>journal-damaged</c>: the payload is not what was written.
    /// </exception>
    public static RunEvent Decode(EventRecord record)
    {
        if (!ByKind.TryGetValue(record.Kind, out var info))
        {
            throw new HoldfastException("journal-too-new", $"Event {record.Sequence} is of kind '{record.Kind}', which this version of Holdfast does not know. "
                + "A newer version wrote it: upgrade this process, or let a newer worker take the session.");
        }

        try
        {
            return (RunEvent)JsonSerializer.Deserialize(record.Payload.Span, info)!;
        }
        catch (JsonException e)
        {
            throw new HoldfastException(
                e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "journal-too-new" : "journal-damaged",
                $"Event {record.Sequence} of kind '{record.Kind}' cannot be read by this version of Holdfast: {e.Message}",
                e);
        }
    }
}
