using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Limits;
using Holdfast.Server.Problems;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Sessions;

/// <summary>Opening sessions, reading them, and talking in them.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/agents/{agent}/sessions", OpenAsync).Needs(Scopes.Invoke).WithTags("Sessions").WithName("OpenSession").WithSummary("Start a session with an agent")
            .Accepts<SessionRequest>(isOptional: true, "application/json").Produces<SessionView>(StatusCodes.Status201Created).Refuses(400, 404, 422);
        routes.MapGet("/v1/sessions/{id}", ReadAsync).Needs(Scopes.Invoke).WithTags("Sessions").WithName("ReadSession").WithSummary("Read a session")
            .Produces<SessionView>().Refuses(404);
        routes.MapGet("/v1/sessions/{id}/messages", ReadMessagesAsync).Needs(Scopes.Invoke).WithTags("Sessions").WithName("ReadMessages")
            .WithSummary("What was said, by the user, the agent and people; ?after=SEQUENCE for what is newer").Produces<ConversationView>().Refuses(400, 404);
        routes.MapPost("/v1/sessions/{id}/close", CloseAsync).Needs(Scopes.Invoke).WithTags("Sessions").WithName("CloseSession")
            .WithSummary("End a session: what was said is answered first, and an agent that remembers summarises it").Produces<SessionView>(StatusCodes.Status202Accepted).Refuses(404);
        routes.MapPost("/v1/sessions/{id}/messages", SendAsync).Needs(Scopes.Invoke).WithTags("Sessions").WithName("SendMessage")
            .WithSummary("Send a message; with ?wait=SECONDS the finished run, with Accept: text/event-stream its events")
            .Accepts<MessageRequest>("application/json").Produces<AcceptedView>(StatusCodes.Status202Accepted).Produces<RunView>()
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Refuses(400, 404, 409, 410, 413, 422);
    }

    private static async Task<IResult> OpenAsync(string agent, HttpContext context, AgentRuntime runtime, RateLimits limits, TimeProvider time)
    {
        var body = (await RequestBody.ReadOrNullAsync(context.Request, ServerJson.Wire.SessionRequest) ?? new SessionRequest()).Checked();
        var caller = Caller.Of(context);
        limits.DemandUser(caller.Tenant, body.User);
        var row = await runtime.OpenSessionAsync(agent, caller.For(body.User), body.Metadata, IdempotencyKey.Of(context.Request), context.RequestAborted);
        context.Response.Headers.Location = $"/v1/sessions/{WireId.Of(row.Id)}";
        return Answer.Json(SessionView.Of(row, time.GetUtcNow()), ServerJson.Wire.SessionView, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var row = await runtime.FindSessionAsync(WireId.Session(id), Caller.Of(context).Tenant, context.RequestAborted) ?? throw Unknown(id);
        return Answer.Json(SessionView.Of(row, time.GetUtcNow()), ServerJson.Wire.SessionView);
    }

    private static async Task<IResult> ReadMessagesAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var session = WireId.Session(id);
        var after = new QueryReader(context.Request.Query, "after").Number("after", 0, int.MaxValue) ?? 0;
        // What a person may be known by is for colleagues: the user is told that it is one.
        var said = (await runtime.Tickets.ReadConversationAsync(session, after, Caller.Of(context).Tenant, context.RequestAborted)).Select(u => SaidView.Of(u) with { By = null });
        return Answer.Json(new ConversationView(WireId.Of(session), [.. said]), ServerJson.Wire.ConversationView);
    }

    private static async Task<IResult> CloseAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var (session, tenant) = (WireId.Session(id), Caller.Of(context).Tenant);
        await runtime.CloseSessionAsync(session, tenant, context.RequestAborted);
        var row = await runtime.FindSessionAsync(session, tenant, context.RequestAborted) ?? throw Unknown(id);
        return Answer.Json(SessionView.Of(row, time.GetUtcNow()), ServerJson.Wire.SessionView, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> SendAsync(string id, HttpContext context, AgentRuntime runtime, HoldfastServerOptions options, RateLimits limits, RunWaiting waiting)
    {
        var session = WireId.Session(id);
        var streams = Answer.WantsEvents(context.Request);
        var seconds = new QueryReader(context.Request.Query, "wait").Number("wait", 0, (int)options.MaxWait.TotalSeconds);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.MessageRequest);
        var key = IdempotencyKey.Of(context.Request);
        var caller = Caller.Of(context);
        var row = await runtime.FindSessionAsync(session, caller.Tenant, context.RequestAborted) ?? throw Unknown(id);
        limits.DemandSession(session);
        limits.DemandUser(row.Tenant, row.User);
        var watch = streams ? runtime.Watch(session) : null;
        if (watch is not null)
        {
            context.Response.RegisterForDispose(watch);
        }

        var accepted = await runtime.SendAsync(session, body.Text, new SendOptions { IdempotencyKey = key, CancelsRunning = body.CancelRunning }, context.RequestAborted);
        Answer.Trace(context, accepted.Run);
        context.Response.Headers.Location = $"/v1/runs/{WireId.Of(accepted.Run)}";
        if (streams)
        {
            return new RunEventStream(accepted.Run, 0, watch, untilEnd: false);
        }

        if (seconds is null)
        {
            return Answer.Json(AcceptedView.Of(accepted), ServerJson.Wire.AcceptedView, StatusCodes.Status202Accepted);
        }

        var run = await waiting.WaitAsync(accepted.Run, TimeSpan.FromSeconds(seconds.Value), context.RequestAborted);
        return Answer.Json(RunView.Of(run), ServerJson.Wire.RunView, run.Reason is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static HoldfastException Unknown(string id) => new("unknown-session", $"There is no session {id}.");
}
