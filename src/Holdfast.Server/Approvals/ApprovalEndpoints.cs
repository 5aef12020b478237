using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Approvals;

/// <summary>The calls that wait for people, the decisions on them, and what people allowed for a session.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>How long a decision waits to be seen by its run before the answer says that it will be.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/approvals", ListAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("ListApprovals").WithSummary("The calls that wait for people, newest first; ?status=all for the decided ones, too")
            .Produces<ApprovalListView>().Refuses(400);
        routes.MapGet("/v1/approvals/{id}", ReadAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("ReadApproval").WithSummary("Read an approval")
            .Produces<ApprovalView>().Refuses(404);
        routes.MapPost("/v1/approvals/{id}", DecideAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("DecideApproval").WithSummary("Approve, change and approve, or reject a call that waits")
            .Accepts<DecisionRequest>("application/json").Produces<ApprovalView>().Produces<ApprovalView>(StatusCodes.Status202Accepted).Refuses(400, 403, 404, 409, 422);
        routes.MapGet("/v1/sessions/{id}/grants", ListGrantsAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("ListGrants").WithSummary("What people allowed for the rest of a session")
            .Produces<GrantListView>().Refuses(404);
        routes.MapDelete("/v1/sessions/{id}/grants/{tool}", RevokeGrantAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("RevokeGrant").WithSummary("Take back what was allowed: from the next run on the tool needs approvals again")
            .Produces(StatusCodes.Status202Accepted).Refuses(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AgentRuntime runtime)
    {
        var query = new QueryReader(context.Request.Query, "status", "agent", "tool", "run", "before", "limit");
        var rows = await runtime.Approvals.ListAsync(
            new ApprovalQuery
            {
                Tenant = Caller.Of(context).Tenant,
                Status = query.Text("status") == "all" ? null : query.Choice<ApprovalStatus>("status") ?? ApprovalStatus.Pending,
                Agent = query.Text("agent"),
                Tool = query.Text("tool"),
                Run = query.Id("run"),
                Before = query.Time("before"),
                Limit = query.Number("limit", 1, 1000) ?? 50,
            },
            context.RequestAborted);
        return Answer.Json(new ApprovalListView([.. rows.Select(ApprovalView.Of)]), ServerJson.Wire.ApprovalListView);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, AgentRuntime runtime) =>
        Answer.Json(ApprovalView.Of(await FindAsync(id, context, runtime)), ServerJson.Wire.ApprovalView);

    private static async Task<IResult> DecideAsync(string id, HttpContext context, AgentRuntime runtime, TimeProvider time)
    {
        var before = await FindAsync(id, context, runtime);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.DecisionRequest);
        var caller = Caller.Of(context);
        var isLocal = ReferenceEquals(caller, Caller.Local);
        if (body.Decision is not ("approve" or "reject"))
        {
            throw new RequestFault("invalid-decision", "The decision must be 'approve' or 'reject'.", "decision");
        }

        if (body.By is not null && !isLocal)
        {
            throw new RequestFault("invalid-decision", $"Leave out 'by': with API keys the key says who decides, here '{caller.Name}'.", "by");
        }

        var decision = new ApprovalDecision(body.Decision == "approve", body.By ?? caller.Name)
        {
            Arguments = body.Arguments,
            Reason = body.Reason,
            Digest = body.Digest,
            Grant = body.Grant,
        };

        // A role is a scope of the key by that name; an administrator has every role, as every scope.
        string[] roles = before.Role is { } role && caller.May(role) ? [role] : [];
        await runtime.Approvals.DecideAsync(before.Id, decision, roles, caller.Tenant, context.RequestAborted);
        var started = time.GetTimestamp();
        while (true)
        {
            var row = await FindAsync(id, context, runtime);
            var isSeen = row.Decisions > before.Decisions || row.Status != ApprovalStatus.Pending;
            if (isSeen || time.GetElapsedTime(started) > Patience)
            {
                return Answer.Json(ApprovalView.Of(row), ServerJson.Wire.ApprovalView, isSeen ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
            }

            await Task.Delay(Poll, time, context.RequestAborted);
        }
    }

    private static async Task<IResult> ListGrantsAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var session = WireId.Session(id);
        var grants = await runtime.Approvals.ListGrantsAsync(session, Caller.Of(context).Tenant, context.RequestAborted);
        return Answer.Json(new GrantListView(WireId.Of(session), [.. grants.Select(g => new GrantView(g.Tool, g.Rule, g.By, g.At))]), ServerJson.Wire.GrantListView);
    }

    private static async Task<IResult> RevokeGrantAsync(string id, string tool, HttpContext context, AgentRuntime runtime)
    {
        var caller = Caller.Of(context);
        await runtime.Approvals.RevokeGrantAsync(WireId.Session(id), tool, caller.Name, caller.Tenant, context.RequestAborted);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<ApprovalRow> FindAsync(string id, HttpContext context, AgentRuntime runtime) =>
        await runtime.Approvals.FindAsync(WireId.Parse(id, "unknown-approval", "approval"), Caller.Of(context).Tenant, context.RequestAborted)
            ?? throw new HoldfastException("unknown-approval", $"There is no approval {id}.");
}
