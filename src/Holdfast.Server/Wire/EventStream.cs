using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Holdfast.Server.Wire;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) to a response.</summary>
internal sealed class EventStream(HttpResponse response)
{
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new(1_024);

    /// <summary>Sends the headers.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        return response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>Sends an event whose data is one line of JSON.</summary>
    public async Task SendAsync(string? id, string? kind, Action<Utf8JsonWriter> data, CancellationToken cancellationToken)
    {
        buffer.ResetWrittenCount();
        Line("id: ", id);
        Line("event: ", kind);
        buffer.Write("data: "u8);
        await using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            data(writer);
        }

        buffer.Write("\n\n"u8);
        await response.Body.WriteAsync(buffer.WrittenMemory, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>Waits for the next item; as long as there is none, sends a comment every so often, so that nobody in between closes the connection.</summary>
    public async ValueTask<bool> NextOrHeartbeatAsync<T>(IAsyncEnumerator<T> items, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        var next = items.MoveNextAsync();
        return next.IsCompleted ? await next : await WithHeartbeatAsync(next.AsTask(), every, time, cancellationToken);
    }

    /// <summary>Waits for a task in the same way. The task itself ends when the token is cancelled.</summary>
    public async Task<T> WithHeartbeatAsync<T>(Task<T> task, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (!task.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (await Task.WhenAny(task, Task.Delay(every, time, silence.Token)) != task && !cancellationToken.IsCancellationRequested)
                {
                    await SendRawAsync(": heartbeat", cancellationToken);
                }

                await silence.CancelAsync();
            }
        }
        finally
        {
            // Whatever happened to the connection: who gave the task may dispose its source only when it has ended.
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await task;
    }

    /// <summary>Sends a line as it is, such as a comment.</summary>
    public async Task SendRawAsync(string line, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n\n"), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private void Line(string field, string? value)
    {
        if (value is not null)
        {
            buffer.Write(Encoding.UTF8.GetBytes(field));
            buffer.Write(Encoding.UTF8.GetBytes(value));
            buffer.Write("\n"u8);
        }
    }
}
