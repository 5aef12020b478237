using System.Security.Cryptography;
using System.Text;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Limits;
using Holdfast.Server.Runs;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.OpenAi;

/// <summary>The OpenAI chat completions protocol: any client of it talks to an agent by its name.</summary>
/// <remarks>Source: the API reference, platform.openai.com/docs/api-reference/chat.</remarks>
internal static class OpenAiEndpoints
{
    /// <summary>As long as the official clients wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/openai/v1/chat/completions", CompleteAsync).Needs(Scopes.Invoke).WithTags("OpenAI").WithName("CompleteChat").WithSummary("Talk to an agent as if it were a model")
            .Accepts<ChatRequest>("application/json").Produces<ChatCompletion>().Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .Produces<OpenAiError>(400).Produces<OpenAiError>(401).Produces<OpenAiError>(404);
        routes.MapGet("/openai/v1/models", (AgentCatalog agents) => Answer.Json(new ModelListView("list", [.. agents.All.Select(ModelView.Of)]), OpenAiJson.Wire.ModelListView))
            .Needs(Scopes.Invoke).WithTags("OpenAI").WithName("ListModels").WithSummary("The agents as models").Produces<ModelListView>();
        routes.MapGet("/openai/v1/models/{id}", (string id, AgentCatalog agents) => Answer.Json(ModelView.Of(agents.Current(id)), OpenAiJson.Wire.ModelView))
            .Needs(Scopes.Invoke).WithTags("OpenAI").WithName("ReadModel").WithSummary("One agent as a model").Produces<ModelView>().Produces<OpenAiError>(404);
    }

    private static async Task<IResult> CompleteAsync(HttpContext context, AgentRuntime runtime, AgentCatalog agents, Conversations conversations, RateLimits limits, RunWaiting waiting, TimeProvider time)
    {
        var request = await RequestBody.ReadAsync(context.Request, OpenAiJson.Wire.ChatRequest);
        var input = ChatInput.Read(request, context.Request);
        var agent = agents.Current(input.Agent);
        var caller = Caller.Of(context);
        var key = IdempotencyKey.Of(context.Request);
        limits.DemandUser(caller.Tenant, input.User);
        var session = await SessionAsync(context, input, caller, key, runtime, conversations);
        limits.DemandSession(session);
        var accepted = await runtime.SendAsync(session, input.Text, new SendOptions { IdempotencyKey = key }, context.RequestAborted);
        Answer.Trace(context, accepted.Run);
        context.Response.Headers[ChatInput.SessionHeader] = WireId.Of(session);
        if (request.Stream == true)
        {
            return new ChatStream(accepted.Run, agent.Name, request.StreamOptions?.IncludeUsage == true, FinishAsync);
        }

        return Answer.Json(ChatCompletion.Whole(await FinishAsync(context.RequestAborted), time.GetUtcNow()), OpenAiJson.Wire.ChatCompletion);

        async Task<RunResult> FinishAsync(CancellationToken cancellationToken)
        {
            var run = await waiting.WaitAsync(accepted.Run, LongestWait, cancellationToken);
            if (run.Status is not (RunStatus.Finished or RunStatus.Waiting))
            {
                throw new HoldfastException("run-unfinished", $"Run {WireId.Of(run.Run)} goes on, but this request cannot wait for it any longer. Read its answer at /v1/runs/{WireId.Of(run.Run)}.");
            }

            conversations.Remember(
                Conversations.Fingerprint(caller, input, [.. input.Earlier, new ChatTurn(true, input.Text), new ChatTurn(false, run.Answer ?? "")]), session);
            return run;
        }
    }

    private static async Task<Guid> SessionAsync(HttpContext context, ChatInput input, Caller caller, string? key, AgentRuntime runtime, Conversations conversations)
    {
        if (input.Session is { } named)
        {
            var row = await runtime.FindSessionAsync(named, caller.Tenant, context.RequestAborted);
            return row is not null && row.Agent == input.Agent ? named
                : throw new HoldfastException("unknown-session", $"There is no session {WireId.Of(named)} with agent '{input.Agent}'.");
        }

        var session = (key is null ? null : conversations.Recall(Conversations.OfKey(caller, key))) ?? await conversations.TakeAsync(input, caller, context.RequestAborted)
            ?? (await runtime.OpenSessionAsync(input.Agent, caller.For(input.User), null, SessionKey(key), context.RequestAborted)).Id;
        if (key is not null)
        {
            // A repetition must find the same session, which the first request took out.
            conversations.Remember(Conversations.OfKey(caller, key), session);
        }

        return session;
    }

    /// <summary>The key under which the session is opened: another than that of the message, and as long as any.</summary>
    private static string? SessionKey(string? key) => key is null ? null : "openai-session-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
