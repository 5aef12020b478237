using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Traces;

/// <summary>The search over runs.</summary>
internal static class TraceEndpoints
{
    private const int LongestText = 500;

    public static void MapTraces(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/traces", SearchAsync).Needs(Scopes.Operate).WithTags("Traces").WithName("SearchTraces")
            .WithSummary("Find runs by user, session, agent, text, tool, error, reason, status, min_cost, confidence_below, from, before; newest first")
            .Produces<TraceListView>().Refuses(400);

    private static async Task<IResult> SearchAsync(HttpContext context, AgentRuntime runtime)
    {
        var query = new QueryReader(
            context.Request.Query, "user", "text", "tool", "error", "agent", "reason", "status", "min_cost", "confidence_below", "from", "before", "limit", "session", "cursor");
        foreach (var name in (string[])["user", "text", "tool", "error", "agent"])
        {
            if (query.Text(name) is { Length: > LongestText } text)
            {
                throw query.Fault(name, text, $"{LongestText} characters at most");
            }
        }

        var limit = query.Number("limit", 1, 200) ?? 50;
        var cursor = TraceCursor.Read(query);
        var found = await runtime.Index.SearchRunsAsync(
            new RunQuery
            {
                Tenant = Caller.Of(context).Tenant,
                User = query.Text("user"),
                Session = query.Id("session"),
                Agent = query.Text("agent"),
                Text = query.Text("text"),
                Tool = query.Text("tool"),
                Error = query.Text("error"),
                Reason = query.Choice<TerminationReason>("reason"),
                Status = query.Choice<RunStatus>("status"),
                MinimumCostNanos = query.Amount("min_cost") is { } cost ? (long)(cost * 1_000_000_000m) : null,
                ConfidenceBelow = query.Share("confidence_below"),
                From = query.Time("from"),
                Before = cursor?.Before ?? query.Time("before"),
                BeforeId = cursor?.Id,
                Limit = limit + 1,
            },
            context.RequestAborted);
        var page = found.Take(limit).ToList();
        return Answer.Json(
            new TraceListView([.. page.Select(TraceView.Of)], found.Count > limit ? TraceCursor.Of(page[^1]) : null), ServerJson.Wire.TraceListView);
    }
}
