using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>Reading runs, following them, ending and judging them.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/runs/{id}", ReadAsync).Needs(Scopes.Invoke).WithTags("Runs").WithName("ReadRun").WithSummary("Read a run; with ?wait=SECONDS wait for its end")
            .Produces<RunView>().Refuses(404);
        routes.MapGet("/v1/runs/{id}/events", ReadEventsAsync).Needs(Scopes.Invoke).WithTags("Runs").WithName("ReadRunEvents")
            .WithSummary("The journal of a run, as JSON or as server-sent events; Last-Event-ID resumes")
            .Produces<RunEventsView>().Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Refuses(400, 404);
        routes.MapPost("/v1/runs/{id}/cancel", CancelAsync).Needs(Scopes.Invoke).WithTags("Runs").WithName("CancelRun").WithSummary("Ask a run to end")
            .Produces<RunView>(StatusCodes.Status202Accepted).Produces<RunView>().Refuses(404);
        routes.MapPost("/v1/runs/{id}/feedback", GiveFeedbackAsync).Needs(Scopes.Invoke).WithTags("Runs").WithName("GiveFeedback").WithSummary("Judge a run")
            .Accepts<FeedbackRequest>("application/json").Produces(StatusCodes.Status202Accepted).Refuses(400, 404);
        routes.MapGet("/v1/runs/{id}/feedback", ReadFeedbackAsync).Needs(Scopes.Invoke).WithTags("Runs").WithName("ReadFeedback").WithSummary("The feedback given to a run")
            .Produces<FeedbackListView>().Refuses(404);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, AgentRuntime runtime, RunWaiting waiting, HoldfastServerOptions options)
    {
        var run = await FindAsync(id, context, runtime);
        var seconds = new QueryReader(context.Request.Query, "wait").Number("wait", 0, (int)options.MaxWait.TotalSeconds);
        if (seconds is not null && run.Status != RunStatus.Finished)
        {
            run = await waiting.WaitAsync(run.Run, TimeSpan.FromSeconds(seconds.Value), context.RequestAborted);
        }

        var children = await runtime.Index.SearchRunsAsync(new RunQuery { Parent = run.Run, Limit = 1000 }, context.RequestAborted);
        return Answer.Json(RunView.Of(run) with { Children = [.. children.Reverse().Select(ChildView.Of)] }, ServerJson.Wire.RunView);
    }

    private static async Task<IResult> ReadEventsAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var run = await FindAsync(id, context, runtime);
        var query = new QueryReader(context.Request.Query, "after", "until");
        var after = After(context.Request, query);
        var untilEnd = query.Text("until") switch
        {
            null or "end" => true,
            "waiting" => false,
            var other => throw query.Fault("until", other, "'end' or 'waiting'"),
        };
        if (Answer.WantsEvents(context.Request))
        {
            return new RunEventStream(run.Run, after, null, untilEnd);
        }

        var events = await runtime.ReadRunAsync(run.Run, after, Caller.Of(context).Tenant, context.RequestAborted) ?? [];
        return new RunEventList(run, events);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var run = await FindAsync(id, context, runtime);
        var caller = Caller.Of(context);
        var accepted = await runtime.CancelAsync(run.Run, caller.Name, caller.Tenant, context.RequestAborted);
        run = await FindAsync(id, context, runtime);
        return Answer.Json(RunView.Of(run), ServerJson.Wire.RunView, accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static async Task<IResult> GiveFeedbackAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var run = await FindAsync(id, context, runtime);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.FeedbackRequest);
        SessionRequest.CheckUser(body.By, "by");
        var caller = Caller.Of(context);
        await runtime.GiveFeedbackAsync(new FeedbackGiven(run.Run, body.By ?? caller.Name, body.Rating, body.Score, body.Comment, body.Correction), caller.Tenant, context.RequestAborted);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ReadFeedbackAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var run = await FindAsync(id, context, runtime);
        var rows = await runtime.Index.ReadFeedbackAsync(run.Run, context.RequestAborted);
        return Answer.Json(new FeedbackListView(WireId.Of(run.Run), [.. rows.Select(FeedbackView.Of)]), ServerJson.Wire.FeedbackListView);
    }

    private static async Task<RunResult> FindAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var run = await runtime.FindRunAsync(WireId.Run(id), Caller.Of(context).Tenant, context.RequestAborted)
            ?? throw new HoldfastException("unknown-run", $"There is no run {id}.");
        Answer.Trace(context, run.Trace);
        return run;
    }

    /// <summary>Where to go on: the header that browsers send when they reconnect, or the parameter for those who cannot set headers.</summary>
    private static long After(HttpRequest request, QueryReader query)
    {
        var (name, text) = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? ("Last-Event-ID", header) : ("after", query.Text("after"));
        return text is null ? 0 : long.TryParse(text, System.Globalization.NumberStyles.None, null, out var after) ? after : throw query.Fault(name, text, "the sequence number of an event");
    }
}
