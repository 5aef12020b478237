using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>One event of a run.</summary>
/// <param name="Sequence">Its place in the session's journal.</param>
/// <param name="Run">The run.</param>
/// <param name="Kind">What happened, such as <c>tool.finished</c>.</param>
/// <param name="At">When.</param>
/// <param name="Payload">What exactly, by kind; null when it was erased.</param>
internal sealed record EventView(long Sequence, string Run, string Kind, DateTimeOffset At, JsonElement? Payload)
{
    public static void Write(Utf8JsonWriter writer, EventRecord record, Guid run)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", record.Sequence);
        writer.WriteString("run", WireId.Of(run));
        writer.WriteString("kind", record.Kind);
        writer.WriteString("at", record.At);
        writer.WritePropertyName("payload");
        EventJson.Write(writer, record);
        writer.WriteEndObject();
    }
}
