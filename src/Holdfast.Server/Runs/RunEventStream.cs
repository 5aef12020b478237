using System.Text.Json;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>The events of a run as they become durable, with provisional text between them; then <c>done</c> with the run.</summary>
/// <param name="run">The run.</param>
/// <param name="after">Only events with a greater sequence number.</param>
/// <param name="watch">What was kept since before the message was sent, or null.</param>
/// <param name="untilEnd">Whether to stay while the run waits for people.</param>
internal sealed class RunEventStream(Guid run, long after, SessionWatch? watch, bool untilEnd) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var runtime = context.RequestServices.GetRequiredService<AgentRuntime>();
        var options = context.RequestServices.GetRequiredService<HoldfastServerOptions>();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var stream = new EventStream(context.Response);
        await using var signals = runtime.FollowAsync(run, after, Caller.Of(context).Tenant, watch, untilEnd, ends.Token).GetAsyncEnumerator(ends.Token);
        try
        {
            await stream.BeginAsync(ends.Token);
            while (await stream.NextOrHeartbeatAsync(signals, options.Heartbeat, time, ends.Token))
            {
                await SendAsync(stream, signals.Current, ends.Token);
            }

            var finished = await runtime.WaitAsync(run, TimeSpan.Zero, cancellationToken: ends.Token);
            await stream.SendAsync(null, "done", writer => JsonSerializer.Serialize(writer, RunView.Of(finished), ServerJson.Wire.RunView), ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client went away, or this process stops: the client goes on elsewhere from the last id it has.
        }
    }

    private Task SendAsync(EventStream stream, RunSignal signal, CancellationToken cancellationToken) => signal switch
    {
        { Event: { } record } => stream.SendAsync(record.Sequence.ToString(), record.Kind, writer => EventView.Write(writer, record, run), cancellationToken),
        { Text: { } text } => stream.SendAsync(null, "text.delta", writer => WriteText(writer, text), cancellationToken),
        _ => stream.SendAsync(null, "text.reset", static writer => WriteText(writer, null), cancellationToken),
    };

    private static void WriteText(Utf8JsonWriter writer, string? text)
    {
        writer.WriteStartObject();
        if (text is not null)
        {
            writer.WriteString("text", text);
        }

        writer.WriteEndObject();
    }
}
