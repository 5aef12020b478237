using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>One request to one model and what came back, decoded and validated.</summary>
internal readonly record struct ModelExchange(ModelReply? Reply, ModelException? Failure, UsageDetails? Usage, bool CutOff)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ModelExchange> RunAsync(
        ModelEndpoint endpoint, ModelCall call, IReadOnlyList<ChatMessage> messages, int outputTokens, TimeProvider time, CancellationToken cancellationToken)
    {
        using var linked = new TimedToken(endpoint.Provider.Options.AttemptTimeout, time, cancellationToken);
        UsageDetails? usage = null;
        try
        {
            var options = new ChatOptions
            {
                ModelId = endpoint.Model,
                Tools = call.Tools,
                ToolMode = call.ForbidsToolCalls ? ChatToolMode.None : null,
                ResponseFormat = call.ResponseFormat,
                MaxOutputTokens = outputTokens,
                Temperature = call.Temperature,
                AdditionalProperties = call.Properties,
            };
            // A plugged-in client may ignore its token: the call must not hang with it, nor keep its place. Its late answer is dropped.
            var response = call.Sink is null
                ? await endpoint.Client.GetResponseAsync(messages, options, linked.Token).WaitAsync(linked.Token)
                : await StreamAsync(endpoint.Client, messages, options, call.Sink, linked.Token);
            usage = response.Usage;
            return Validate(response, call);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new ModelExchange(
                null, FailureOf(e, endpoint.Name, $"gave no complete answer within {endpoint.Provider.Options.AttemptTimeout.TotalSeconds:0.#} s.", cancellationToken), usage, false);
        }
    }

    /// <summary>What an exception of a client says about the attempt.</summary>
    /// <param name="thrown">What the client threw.</param>
    /// <param name="name">The model.</param>
    /// <param name="late">What is said of the model when its time is up.</param>
    /// <param name="cancellationToken">The caller's token: while it is not cancelled, the time of the attempt was up.</param>
    public static ModelException FailureOf(Exception thrown, string name, string late, CancellationToken cancellationToken) => thrown switch
    {
        ModelException { Category: not ErrorCategory.Cancelled } failure => failure,
        ModelException failure when cancellationToken.IsCancellationRequested => failure,
        OperationCanceledException when cancellationToken.IsCancellationRequested => new ModelException(ErrorCategory.Cancelled, "The call was cancelled.", thrown),
        ModelException or OperationCanceledException => new ModelException(ErrorCategory.Timeout, $"{name} {late}", thrown),
        HttpRequestException failure => new ModelException(ErrorCategory.Network, $"{name} could not be reached: {failure.HttpRequestError}.", thrown),
        IOException => new ModelException(ErrorCategory.Network, $"The connection to {name} broke.", thrown),

        // A plugged-in client may throw anything of its own; its message may hold secrets, its type does not.
        _ => new ModelException(ErrorCategory.BadRequest, $"{name} failed with {thrown.GetType().Name}.", thrown),
    };

    private static async Task<ChatResponse> StreamAsync(
        IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions options, ITextSink sink, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        var stream = client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var step = Task.FromResult(true);
        try
        {
            while (true)
            {
                var moving = stream.MoveNextAsync();
                step = moving.IsCompletedSuccessfully ? Task.FromResult(moving.Result) : moving.AsTask();
                if (!await step.WaitAsync(cancellationToken))
                {
                    return updates.ToChatResponse();
                }

                updates.Add(stream.Current);
                foreach (var content in stream.Current.Contents)
                {
                    if (content is TextContent { Text.Length: > 0 } text)
                    {
                        await sink.AppendAsync(text.Text, cancellationToken);
                    }
                }
            }
        }
        finally
        {
            var closing = CloseAsync(stream, step);
            if (step.IsCompleted)
            {
                await closing.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Closes a stream as soon as it rests: before that an iterator may not be closed.</summary>
    private static async Task CloseAsync(IAsyncEnumerator<ChatResponseUpdate> stream, Task step)
    {
        await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stream.DisposeAsync();
    }

    private static ModelExchange Validate(ChatResponse response, ModelCall call)
    {
        string? reasoning = null;
        var text = "";
        List<ModelToolCall>? calls = null;
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case TextReasoningContent thought:
                        reasoning += thought.Text;
                        break;
                    case TextContent part:
                        text = text.Length == 0 ? part.Text : text + part.Text;
                        break;
                    case FunctionCallContent function:
                        (calls ??= []).Add(new ModelToolCall(function.CallId, function.Name, ArgumentsOf(function)));
                        break;
                }
            }
        }

        if (response.FinishReason == ChatFinishReason.Length)
        {
            return Malformed("The reply was cut off at the output limit. Answer more briefly.", response.Usage, cutOff: true);
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return new ModelExchange(null, new ModelException(ErrorCategory.ContentFiltered, "The provider withheld the answer by its content filter, or the model refused."), response.Usage, false);
        }

        if (calls is not null && (call.ForbidsToolCalls || call.Tools is not { Count: > 0 }))
        {
            return Malformed("No tool may be called now.", response.Usage);
        }

        if (calls is not null)
        {
            for (var i = 0; i < calls.Count; i++)
            {
                if (!TryReadObject(calls[i].Arguments, out var json))
                {
                    return Malformed($"The arguments of the call to '{calls[i].Name}' are not a complete JSON object.", response.Usage);
                }

                calls[i] = calls[i] with { Arguments = json };
            }
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            return Malformed("The reply was empty.", response.Usage);
        }

        if (call.ResponseSchema is { } schema)
        {
            if (!TryReadObject(text, out var json))
            {
                return Malformed("The reply is not a complete JSON object.", response.Usage);
            }

            using var document = JsonDocument.Parse(json);
            if (schema.Validate(document.RootElement) is { Count: > 0 } violations)
            {
                return Malformed("The reply does not satisfy its schema: " + string.Join(" ", violations.Select(v => v.Message)), response.Usage);
            }

            text = json;
        }

        return new ModelExchange(new ModelReply(text, reasoning, calls ?? []), null, response.Usage, false);
    }

    private static ModelExchange Malformed(string message, UsageDetails? usage, bool cutOff = false) =>
        new(null, new ModelException(ErrorCategory.MalformedOutput, message), usage, cutOff);

    private static string ArgumentsOf(FunctionCallContent function)
    {
        if (function.RawRepresentation is ToolCallArguments raw)
        {
            return raw.Json;
        }

        return function.Arguments is null ? "{}" : JsonSerializer.Serialize(function.Arguments, AIJsonUtilities.DefaultOptions);
    }

    /// <summary>Reads a JSON object, mending near-JSON; text that had to be completed was cut off and is not accepted.</summary>
    private static bool TryReadObject(string text, out string json)
    {
        json = text;
        if (text.Length == 0)
        {
            json = "{}";
            return true;
        }

        if (IsObject(text))
        {
            return true;
        }

        return JsonRepair.TryRepair(text, out json, out var truncated) && !truncated && IsObject(json);
    }

    private static bool IsObject(string text)
    {
        var length = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var written = System.Text.Encoding.UTF8.GetBytes(text, rented);
            var reader = new Utf8JsonReader(rented.AsSpan(0, written));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
