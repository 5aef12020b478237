using Holdfast.Memory;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;
using Holdfast.Storage;
using Holdfast.Storage.Identity;

namespace Holdfast.Server.Memory;

/// <summary>What agents remember of users: read, corrected, taken back and forgotten. Whatever changes it is in the audit log.</summary>
internal static class MemoryEndpoints
{
    public static void MapMemory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/memory", ListAsync).Needs(Scopes.Operate).WithTags("Memory").WithName("ListMemory").WithSummary("What agents remember of a user (?user=), newest first")
            .Produces<MemoryListView>().Refuses(400);
        routes.MapPatch("/v1/memory/{id}", CorrectAsync).Needs(Scopes.Operate).WithTags("Memory").WithName("CorrectMemory").WithSummary("Put another value in the place of what is remembered")
            .Accepts<CorrectionRequest>("application/json").Produces<MemoryView>().Refuses(400, 404, 409);
        routes.MapPost("/v1/memory/{id}/undo", UndoAsync).Needs(Scopes.Operate).WithTags("Memory").WithName("UndoMemory").WithSummary("Take an item back; what it took the place of counts again")
            .Produces<MemoryView>().Refuses(404, 409);
        routes.MapDelete("/v1/memory/{id}", ForgetAsync).Needs(Scopes.Operate).WithTags("Memory").WithName("ForgetMemory").WithSummary("Forget an item for good, down to the journals that it came from")
            .Produces<ForgottenView>().Produces<ForgottenView>(StatusCodes.Status202Accepted).Refuses(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AgentRuntime runtime)
    {
        var query = new QueryReader(context.Request.Query, "user", "agent", "subject", "kind", "status", "before", "limit");
        var user = query.Text("user") ?? throw new RequestFault("invalid-query", "user is missing; give the user whose memory is wanted.", "user");
        SessionRequest.CheckUser(user, "user");
        var found = await runtime.Memory.ListAsync(
            new MemoryQuery
            {
                Tenant = Caller.Of(context).Tenant,
                User = user,
                Agent = query.Text("agent"),
                Subject = query.Text("subject"),
                Kind = query.Choice<MemoryKind>("kind"),
                Status = query.Choice<MemoryStatus>("status"),
                Before = query.Time("before"),
                Limit = query.Number("limit", 1, 2000) ?? 200,
            },
            context.RequestAborted);
        return Answer.Json(new MemoryListView([.. found.Where(i => i.Status != MemoryStatus.Forgotten).Select(MemoryView.Of)]), ServerJson.Wire.MemoryListView);
    }

    private static async Task<IResult> CorrectAsync(string id, HttpContext context, AgentRuntime runtime, IHoldfastStorage store, TimeProvider time)
    {
        var caller = Caller.Of(context);
        var item = Item(id);
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.CorrectionRequest);
        var corrected = await runtime.Memory.CorrectAsync(item, body.Value, caller.Name, body.Until, caller.Tenant, context.RequestAborted);
        await AuditAsync(store, caller, "memory.corrected", item, time, context.RequestAborted);
        return Answer.Json(MemoryView.Of(corrected), ServerJson.Wire.MemoryView);
    }

    private static async Task<IResult> UndoAsync(string id, HttpContext context, AgentRuntime runtime, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, item) = (Caller.Of(context), Item(id));
        var undone = await runtime.Memory.UndoAsync(item, caller.Tenant, context.RequestAborted);
        await AuditAsync(store, caller, "memory.undone", item, time, context.RequestAborted);
        return Answer.Json(MemoryView.Of(undone), ServerJson.Wire.MemoryView);
    }

    private static async Task<IResult> ForgetAsync(string id, HttpContext context, AgentRuntime runtime, IHoldfastStorage store, TimeProvider time)
    {
        var (caller, item) = (Caller.Of(context), Item(id));
        var erased = await runtime.Memory.ForgetAsync(item, caller.Tenant, context.RequestAborted);
        await AuditAsync(store, caller, "memory.forgotten", item, time, context.RequestAborted);
        return Answer.Json(new ForgottenView(WireId.Of(item), erased), ServerJson.Wire.ForgottenView, erased ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static Task AuditAsync(IHoldfastStorage store, Caller caller, string act, Guid item, TimeProvider time, CancellationToken cancellationToken) =>
        store.Audit.AppendAsync(new AuditAct(time.GetUtcNow(), caller.Tenant, caller.Actor, act, WireId.Of(item)), cancellationToken);

    private static Guid Item(string id) => WireId.Parse(id, "unknown-memory", "memory");
}
