using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;
using Holdfast.Storage;

namespace Holdfast.Server.Audit;

/// <summary>What administrators of the caller's tenant did.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit", ReadAsync).Needs(Scopes.Admin).WithTags("Audit").WithName("ReadAudit").WithSummary("What administrators did, newest first; before, limit")
            .Produces<AuditListView>().Refuses(400);

    private static async Task<IResult> ReadAsync(HttpContext context, IHoldfastStorage store)
    {
        var query = new QueryReader(context.Request.Query, "before", "limit");
        var limit = query.Number("limit", 1, 200) ?? 50;
        var found = await store.Audit.ReadAsync(Caller.Of(context).Tenant, query.Number("before", 0, int.MaxValue), limit + 1, context.RequestAborted);
        var page = found.Take(limit).ToList();
        return Answer.Json(new AuditListView([.. page.Select(AuditView.Of)], found.Count > limit ? page[^1].Sequence : null), ServerJson.Wire.AuditListView);
    }
}
