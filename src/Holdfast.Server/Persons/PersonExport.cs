using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Server.Memory;
using Holdfast.Server.Runs;
using Holdfast.Server.Sessions;
using Holdfast.Server.Traces;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Persons;

/// <summary>Answers with all that is kept of a user, one JSON object per line, read and written session by session.</summary>
internal sealed class PersonExport(AgentRuntime runtime, PersonSources sources, string tenant, string user, DateTimeOffset now) : IResult
{
    private const int Page = 500;

    public async Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var all = new List<Guid>();
        await foreach (var session in PersonSessions.OfAsync(runtime.Index, tenant, user, context.RequestAborted))
        {
            var runs = await PersonSessions.RunsAsync(runtime.Index, session.Id, context.RequestAborted);
            all.AddRange(runs.Select(static run => run.Id));
            Line(context.Response, "session", writer => JsonSerializer.Serialize(writer, SessionView.Of(session, now), ServerJson.Wire.SessionView));
            foreach (var run in runs)
            {
                Line(context.Response, "run", writer => JsonSerializer.Serialize(writer, TraceView.Of(run), ServerJson.Wire.TraceView));
                foreach (var feedback in await runtime.Index.ReadFeedbackAsync(run.Id, context.RequestAborted))
                {
                    Line(context.Response, "feedback", writer => JsonSerializer.Serialize(writer, FeedbackView.Of(feedback), ServerJson.Wire.FeedbackView), run.Id);
                }
            }

            await WriteEventsAsync(context, session.Id, runs.Where(run => run.Ordinal > 0).ToDictionary(run => run.Ordinal, run => run.Id));
            foreach (var item in await runtime.Store.ReadInboxAsync(session.Id, context.RequestAborted))
            {
                Line(context.Response, "waiting", writer => writer.WriteRawValue(item.Payload.Span), item.Id);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        foreach (var item in await runtime.Memory.ListAsync(new MemoryQuery { Tenant = tenant, User = user }, context.RequestAborted))
        {
            Line(context.Response, "memory", writer => JsonSerializer.Serialize(writer, MemoryView.Of(item), ServerJson.Wire.MemoryView));
        }

        await foreach (var (source, record) in sources.ReadAsync(new Person(tenant, user, all), context.RequestAborted))
        {
            Line(context.Response, $"{source}.{record.Kind}", record.Data.WriteTo);
        }
    }

    private async Task WriteEventsAsync(HttpContext context, Guid session, Dictionary<int, Guid> runs)
    {
        IReadOnlyList<EventRecord> page;
        long last = 0;
        do
        {
            page = await runtime.Store.ReadEventsAsync(session, last + 1, last + Page, context.RequestAborted);
            foreach (var record in page)
            {
                Line(context.Response, "event", writer => EventView.Write(writer, record, runs.GetValueOrDefault(record.Run)));
                last = record.Sequence;
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        while (page.Count == Page);
    }

    private static void Line(HttpResponse response, string type, Action<Utf8JsonWriter> data, Guid? of = null)
    {
        using (var writer = new Utf8JsonWriter(response.BodyWriter, EventStream.JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            if (of is { } run)
            {
                writer.WriteString("run", WireId.Of(run));
            }

            writer.WritePropertyName("data");
            data(writer);
            writer.WriteEndObject();
        }

        response.BodyWriter.GetSpan(1)[0] = (byte)'\n';
        response.BodyWriter.Advance(1);
    }
}
