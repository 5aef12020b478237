using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;
using Holdfast.Storage;

namespace Holdfast.Server.Costs;

/// <summary>The report of what runs cost.</summary>
internal static class CostEndpoints
{
    public static void MapCosts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/costs", SumAsync).Needs(Scopes.Operate).WithTags("Costs").WithName("SumCosts")
            .WithSummary("Add up what runs used, ?by= agent, version, user, tenant, model, tier, purpose, day or cascade, between from and to")
            .Produces<CostsView>().Refuses(400);

    private static async Task<IResult> SumAsync(HttpContext context, AgentRuntime runtime, IHoldfastStorage store)
    {
        var query = new QueryReader(context.Request.Query, "by", "from", "to");
        var (by, from, to) = (query.Text("by") ?? "agent", query.Time("from"), query.Time("to"));
        var rows = await runtime.Index.SumCostsAsync(new CostQuery(Caller.Of(context).Tenant, from, to, by), context.RequestAborted);
        var answers = await store.SumLookupsAsync(Caller.Of(context).Tenant, DayOf(from), DayOf(to), context.RequestAborted);
        return Answer.Json(new CostsView(by, from, to, [.. rows.Select(CostView.Of)], rows.Sum(row => row.CostNanos) / 1_000_000_000m, answers), ServerJson.Wire.CostsView);
    }

    private static DateOnly? DayOf(DateTimeOffset? at) => at is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null;
}
