using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>Answers with the journal of a run, written event by event.</summary>
/// <param name="run">The run.</param>
/// <param name="events">Its events.</param>
internal sealed class RunEventList(RunResult run, IReadOnlyList<EventRecord> events) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, EventStream.JsonOptions);
        writer.WriteStartObject();
        writer.WriteString("run", WireId.Of(run.Run));
        writer.WriteString("session", WireId.Of(run.Session));
        writer.WriteString("trace", WireId.Of(run.Trace));
        writer.WriteString("status", WireName.Of(run.Status));
        writer.WriteStartArray("events");
        foreach (var record in events)
        {
            EventView.Write(writer, record, run.Run);
            if (writer.BytesPending > 32_768)
            {
                await writer.FlushAsync(context.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
