using System.Text;
using System.Text.Json;
using Holdfast.Server.MockModel.Wire;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.MockModel;

/// <summary>Answers the HTTP requests of a mock model.</summary>
internal sealed class MockEndpoint(MockModelOptions options, ServedLog log, MockDice.Dealer dealer)
{
    public const string FaultHeader = "x-mock-fault";

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var response = new MockResponse(context, options.TimeProvider, log, context.RequestAborted);
        try
        {
            if (WireProtocol.At(path) is { } protocol && HttpMethods.IsPost(context.Request.Method))
            {
                response.Number = log.Begin(protocol.Name);
                await AnswerAsync(context, protocol, response, context.RequestAborted);
            }
            else if (path == MockEmbeddings.Path && HttpMethods.IsPost(context.Request.Method))
            {
                await EmbedAsync(context, response);
            }
            else
            {
                await AnswerOthersAsync(context, path, response);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, WireProtocol protocol, MockResponse response, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancellationToken);
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (options.KeepRequests)
        {
            log.Change(response.Number, served => served with { RequestJson = Encoding.UTF8.GetString(body.Span) });
        }

        var dice = dealer.Deal(protocol.Name, body.Span);
        var fault = MockFault.None;
        try
        {
            var request = Read(context.Request, protocol, body);
            log.Change(response.Number, served => served with { Model = request.Model, Streamed = request.Stream });
            var inputTokens = MockTokens.Input(request);
            if (inputTokens > options.ContextTokens)
            {
                throw new WireException(WireError.ContextTooLong(protocol.Name, inputTokens, options.ContextTokens.Value));
            }

            var drawn = options.Faults.Draw(dice.NextDouble());
            var forced = Forced(context.Request);
            var reply = Think(request);
            fault = forced ?? reply.Fault ?? drawn;
            log.Change(response.Number, served => served with { Fault = fault });
            log.Announce();
            await ServeAsync(protocol, request, reply, fault, inputTokens, dice, response, cancellationToken);
        }
        catch (WireException refusal)
        {
            log.Announce();
            await response.SendAsync(refusal.Error.Status, protocol.Error(refusal.Error, dice));
        }
    }

    private async Task ServeAsync(
        WireProtocol protocol,
        MockRequest request,
        MockReply reply,
        MockFault fault,
        int inputTokens,
        MockDice dice,
        MockResponse response,
        CancellationToken cancellationToken)
    {
        if (fault == MockFault.Hang)
        {
            await Task.Delay(options.HangFor, options.TimeProvider, cancellationToken);
            response.Abort();
            return;
        }

        var error = fault == MockFault.StreamError && !request.Stream
            ? WireError.ServerError
            : WireError.Of(fault, protocol.Name, inputTokens, options.ContextTokens);
        if (error is not null)
        {
            await response.SendAsync(error.Status, protocol.Error(error, dice), fault == MockFault.RateLimited ? options.RetryAfter : null);
            return;
        }

        var created = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        var turn = MockTurn.Create(request, FaultyReply.Of(reply, request, fault, dice), inputTokens, dice) with { Created = created };
        log.Change(response.Number, served => served with { InputTokens = inputTokens });
        await response.SendAsync(Delivery.Of(protocol, turn, fault, options));
    }

    private MockRequest Read(HttpRequest http, WireProtocol protocol, ReadOnlyMemory<byte> body)
    {
        if (!HasKey(http))
        {
            throw new WireException(WireError.WrongKey);
        }

        JsonElement json;
        try
        {
            json = JsonElement.Parse(body.Span);
        }
        catch (JsonException exception)
        {
            throw new WireException(WireError.Bad("The body is not JSON: " + exception.Message));
        }

        var request = protocol.Read(json);
        return RequestCheck.Problem(request) is { } problem ? throw new WireException(WireError.Bad(problem)) : request;
    }

    private MockReply Think(MockRequest request)
    {
        try
        {
            return options.Script.Answer(request);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new WireException(WireError.Script($"The mock script failed: {exception.GetType().Name}: {exception.Message}"));
        }
    }

    private static MockFault? Forced(HttpRequest http)
    {
        var name = http.Headers[FaultHeader].ToString();
        return name.Length == 0 ? null
            : MockFaultNames.TryParse(name, out var fault) ? fault
            : throw new WireException(WireError.Bad($"The header {FaultHeader} names '{name}', which is no fault. Valid: {MockFaultNames.Valid}."));
    }

    private bool HasKey(HttpRequest http) =>
        options.ApiKey is not { } key
        || http.Headers["x-api-key"].ToString() == key
        || http.Headers.Authorization.ToString() == "Bearer " + key;

    /// <summary>Embeddings have no script; of the faults they know those that a header asks for and that are a status.</summary>
    private async Task EmbedAsync(HttpContext context, MockResponse response)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        try
        {
            var forced = Forced(context.Request);
            var fault = forced is { } kind ? WireError.Of(kind, MockProtocol.OpenAIChat, 0, null) : null;
            var error = HasKey(context.Request) ? fault : WireError.WrongKey;
            await response.SendAsync(
                error?.Status ?? 200,
                error is null ? MockEmbeddings.Answer(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) : OpenAIErrors.Body(error, "input"),
                error is not null && forced == MockFault.RateLimited ? options.RetryAfter : null);
        }
        catch (WireException refusal)
        {
            await response.SendAsync(refusal.Error.Status, OpenAIErrors.Body(refusal.Error, "input"));
        }
    }

    private async Task AnswerOthersAsync(HttpContext context, string path, MockResponse response)
    {
        var error = path != "/v1/models" ? WireError.NotFound : HasKey(context.Request) ? null : WireError.WrongKey;
        if (error is not null)
        {
            await response.SendAsync(error.Status, OpenAIErrors.Body(error, "input"));
            return;
        }

        // OpenAI's fields and Anthropic's side by side: each client reads its own.
        var data = options.Models.Select(id => new
        {
            id,
            @object = "model",
            created = 0,
            owned_by = "mock",
            type = "model",
            display_name = id,
            created_at = "2025-01-01T00:00:00Z",
        });
        var (first_id, last_id) = (options.Models.FirstOrDefault(), options.Models.LastOrDefault());
        await response.SendAsync(200, WireJson.Write(new { @object = "list", data, has_more = false, first_id, last_id }));
    }
}
