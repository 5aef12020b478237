using Holdfast.Server.MockModel.Wire;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.MockModel;

/// <summary>Sends one response and keeps its entry in the log true.</summary>
internal sealed class MockResponse(HttpContext context, TimeProvider time, ServedLog log, CancellationToken cancellationToken)
{
    // Pieces of a stream share packets, as they do on a real network; this many at most.
    private const int FramesPerFlush = 4;

    /// <summary>The entry's number; 0 for what is not logged.</summary>
    public long Number { get; set; }

    public void Abort() => context.Abort();

    public async Task SendAsync(int status, byte[] body, TimeSpan? retryAfter = null)
    {
        if (retryAfter is { } delay)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString();
            context.Response.Headers["retry-after-ms"] = Math.Ceiling(delay.TotalMilliseconds).ToString();
        }

        cancellationToken.ThrowIfCancellationRequested();
        Start(status, "application/json", body.Length);
        log.Change(Number, served => served with { Complete = true });
        await context.Response.Body.WriteAsync(body, cancellationToken);
    }

    public async Task SendAsync(Delivery delivery)
    {
        var length = delivery.Streamed ? (int?)null : delivery.Frames.Sum(frame => frame.Bytes.Length);
        Start(200, delivery.Streamed ? "text/event-stream; charset=utf-8" : "application/json", length);
        var left = delivery.CutAt ?? int.MaxValue;
        for (var index = 0; index < delivery.Frames.Count; index++)
        {
            var frame = delivery.Frames[index];
            if (delivery.Delay > TimeSpan.Zero)
            {
                await Task.Delay(delivery.Delay, time, cancellationToken);
            }

            // Kestrel drops what is written after the client left, without a word: such pieces were not served.
            cancellationToken.ThrowIfCancellationRequested();
            if (frame.Bytes.Length > left)
            {
                log.Change(Number, served => served with { OutputTokens = delivery.Streamed ? served.OutputTokens : frame.OutputTokens });
                await context.Response.Body.WriteAsync(frame.Bytes.AsMemory(0, left), cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                throw new CutException();
            }

            left -= frame.Bytes.Length;
            var last = index == delivery.Frames.Count - 1;
            log.Change(Number, served => served with { OutputTokens = frame.OutputTokens, Complete = last });
            await context.Response.Body.WriteAsync(frame.Bytes, cancellationToken);
            if (last || delivery.Delay > TimeSpan.Zero || index % FramesPerFlush == 0)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
            }
        }
    }

    private void Start(int status, string contentType, int? length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = length;
        log.Change(Number, served => served with { Status = status });
    }
}
