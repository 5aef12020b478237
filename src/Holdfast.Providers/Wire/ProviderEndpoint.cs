using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>One address of one provider: sends a request and gives its answer to a reader. Tries once; the gateway owns retries.</summary>
internal sealed class ProviderEndpoint(HttpMessageInvoker http, Uri url, KeyValuePair<string, string>[] headers, ProviderFailures failures)
{
    private const int LargestAnswer = 32 * 1024 * 1024;
    private const int LargestError = 64 * 1024;

    /// <summary>Exchanges a request for a whole answer.</summary>
    /// <param name="body">The request, disposed here.</param>
    /// <param name="reader">A new reader.</param>
    /// <param name="options">The call's options, for its trace.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ChatResponse> CompleteAsync(PooledBuffer body, AnswerReader reader, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(body, options, cancellationToken);
        await ReadWholeAsync(response, reader, cancellationToken);
        return reader.ToResponse();
    }

    /// <summary>Exchanges a request for a stream of updates. Tool calls, finish reason and usage come with the last one, after the end mark.</summary>
    /// <param name="body">Writes the request when the enumeration begins.</param>
    /// <param name="newReader">Makes the reader of one enumeration.</param>
    /// <param name="options">The call's options, for its trace.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        Func<PooledBuffer> body, Func<AnswerReader> newReader, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = newReader();
        using var response = await SendAsync(body(), options, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            // Not every server streams what it was asked to stream, and many report errors this way.
            await ReadWholeAsync(response, reader, cancellationToken);
            yield return reader.TakeLastUpdate();
            yield break;
        }

        await using var stream = new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), LargestAnswer);
        await using var events = SseParser.Create(stream, (_, data) => Decode(reader, data))
            .EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (!reader.Ended && await MoveNextAsync(events, reader, cancellationToken))
        {
            if (reader.TakeUpdate() is { } update)
            {
                yield return update;
            }
        }

        reader.EndOfStream();
        yield return reader.Ended ? reader.TakeLastUpdate() : throw failures.CutOff(reader.Tokens);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<PooledBuffer> ReceiveAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var received = new PooledBuffer((int)Math.Clamp(response.Content.Headers.ContentLength ?? 4096, 256, limit) + 1);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            int count;
            while (received.Length <= limit && (count = await stream.ReadAsync(received.GetMemory(256), cancellationToken)) > 0)
            {
                received.Advance(count);
            }

            return received;
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }

    private static bool IsCutOff(ReadOnlySpan<byte> json)
    {
        try
        {
            var scan = new Utf8JsonReader(json, isFinalBlock: false, default);
            while (scan.Read())
            {
            }

            return scan.CurrentDepth > 0 || scan.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendAsync(PooledBuffer body, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new PooledContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (options?.AdditionalProperties?.TryGetValue(ModelCallProperties.TraceParent, out var trace) == true && trace is string traceParent)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        HttpResponseMessage response;
        try
        {
            // A client of the caller's own would else wait for the whole answer; a bare invoker never does.
            response = await (http is HttpClient client
                ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                : http.SendAsync(request, cancellationToken));
        }
        catch (Exception broken) when (IsTransport(broken))
        {
            throw Broken(broken, cancellationToken);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellationToken);
        }
    }

    private async Task<ModelException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await ReceiveAsync(response, LargestError, cancellationToken);
            return failures.FromResponse(response, body.Span);
        }
        catch (Exception broken) when (IsTransport(broken))
        {
            // The status says enough.
            cancellationToken.ThrowIfCancellationRequested();
            return failures.FromResponse(response, default);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadWholeAsync(HttpResponseMessage response, AnswerReader reader, CancellationToken cancellationToken)
    {
        PooledBuffer received;
        try
        {
            received = await ReceiveAsync(response, LargestAnswer, cancellationToken);
        }
        catch (Exception broken) when (IsTransport(broken))
        {
            throw Broken(broken, cancellationToken);
        }

        using (received)
        {
            Decode(reader, received);
        }

        ThrowIfError(reader, (int)response.StatusCode);
    }

    private void Decode(AnswerReader reader, PooledBuffer received)
    {
        if (received.Length > LargestAnswer)
        {
            throw failures.TooLarge(LargestAnswer, default);
        }

        try
        {
            reader.ReadWhole(received.Span);
        }
        catch (JsonException wrong)
        {
            throw IsCutOff(received.Span) ? failures.CutOff(reader.Tokens) : failures.Malformed(wrong, reader.Tokens);
        }
    }

    private bool Decode(AnswerReader reader, ReadOnlySpan<byte> data)
    {
        try
        {
            reader.ReadEvent(data);
        }
        catch (JsonException wrong)
        {
            throw failures.Malformed(wrong, reader.Tokens);
        }

        ThrowIfError(reader, null);
        return true;
    }

    private void ThrowIfError(AnswerReader reader, int? status)
    {
        if (reader.Error is { } error)
        {
            throw failures.FromError(error, status, null, reader.Tokens);
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<bool>> events, AnswerReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception broken) when (IsTransport(broken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw failures.FromTransport(broken, reader.Tokens);
        }
        catch (InvalidDataException)
        {
            throw failures.TooLarge(LargestAnswer, reader.Tokens);
        }
    }

    /// <summary>A caller who cancelled gets the cancellation, however the connection took it.</summary>
    private ModelException Broken(Exception cause, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return failures.FromTransport(cause, default);
    }

    private static bool IsTransport(Exception exception) => exception is HttpRequestException or IOException or OperationCanceledException;
}
