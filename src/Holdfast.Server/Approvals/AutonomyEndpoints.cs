using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Approvals;

/// <summary>What agents earned by approvals, and the one act that loosens a rule or takes that back.</summary>
internal static class AutonomyEndpoints
{
    public static void MapAutonomy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/autonomy", ListAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("ListAutonomy").WithSummary("What people said to calls, per agent, tool, rule and range: what is suggested and what is loosened")
            .Produces<AutonomyListView>().Refuses(400);
        routes.MapGet("/v1/autonomy/{id}", ReadAsync).Needs(Scopes.Approve).WithTags("Approvals").WithName("ReadAutonomy").WithSummary("Read a record of approvals")
            .Produces<AutonomyView>().Refuses(404);
        routes.MapPost("/v1/autonomy/{id}", DecideAsync).Needs(Scopes.Admin).WithTags("Approvals").WithName("DecideAutonomy").WithSummary("Let calls run without asking, but for a sample; or take that back")
            .Accepts<AutonomyRequest>("application/json").Produces<AutonomyView>().Refuses(400, 404, 409, 422);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AgentRuntime runtime)
    {
        var query = new QueryReader(context.Request.Query, "agent", "limit");
        var found = await runtime.Autonomy.ListAsync(
            new AutonomyQuery { Tenant = Caller.Of(context).Tenant, Agent = query.Text("agent"), Limit = query.Number("limit", 1, 1000) ?? 50 }, context.RequestAborted);
        return Answer.Json(new AutonomyListView([.. found.Select(AutonomyView.Of)]), ServerJson.Wire.AutonomyListView);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, AgentRuntime runtime) =>
        Answer.Json(AutonomyView.Of(await FindAsync(id, context, runtime)), ServerJson.Wire.AutonomyView);

    private static async Task<IResult> DecideAsync(string id, HttpContext context, AgentRuntime runtime)
    {
        var found = await FindAsync(id, context, runtime);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.AutonomyRequest);
        var caller = Caller.Of(context);
        if (body.Decision is not ("loosen" or "withdraw"))
        {
            throw new RequestFault("invalid-autonomy", "The decision must be 'loosen' or 'withdraw'.", "decision");
        }

        if (body.By is not null && !ReferenceEquals(caller, Caller.Local))
        {
            throw new RequestFault("invalid-autonomy", $"Leave out 'by': with API keys the key says who decides, here '{caller.Name}'.", "by");
        }

        if (body is { Decision: "withdraw", AskOneIn: not null })
        {
            throw new RequestFault("invalid-autonomy", "Leave out 'ask_one_in': after a withdrawal every call asks.", "ask_one_in");
        }

        var by = body.By ?? caller.Name;
        var changed = body.Decision == "loosen"
            ? await runtime.Autonomy.LoosenAsync(found.Record.Id, by, body.AskOneIn ?? 10, caller.Tenant, context.RequestAborted)
            : await runtime.Autonomy.WithdrawAsync(found.Record.Id, by, caller.Tenant, context.RequestAborted);
        return Answer.Json(AutonomyView.Of(changed), ServerJson.Wire.AutonomyView);
    }

    private static async Task<EarnedAutonomy> FindAsync(string id, HttpContext context, AgentRuntime runtime) =>
        await runtime.Autonomy.FindAsync(WireId.Parse(id, "unknown-autonomy", "record of approvals"), Caller.Of(context).Tenant, context.RequestAborted)
            ?? throw new HoldfastException("unknown-autonomy", $"There is no record of approvals {id}.");
}
