using Holdfast.Runs.Batches;
using Holdfast.Server.Auth;
using Holdfast.Server.Limits;
using Holdfast.Server.Problems;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>Starting batches, watching them, and fetching their results.</summary>
internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/batches", StartAsync).Needs(Scopes.Invoke).WithTags("Batches").WithName("StartBatch")
            .WithSummary("Work on many items: several go into each model call, each result is validated by itself, and failed items are tried again alone")
            .Accepts<BatchRequest>("application/json").Produces<BatchAcceptedView>(StatusCodes.Status202Accepted).Refuses(400, 413, 422);
        routes.MapGet("/v1/batches/{id}", ReadAsync).Needs(Scopes.Invoke).WithTags("Batches").WithName("ReadBatch").WithSummary("Read how a batch stands: items done, failed and left, usage and cost")
            .Produces<BatchView>().Refuses(404);
        routes.MapGet("/v1/batches/{id}/results", ReadResultsAsync).Needs(Scopes.Invoke).WithTags("Batches").WithName("ReadBatchResults")
            .WithSummary("Download the results as JSON Lines, one item a line in the order of the batch; while it runs, those so far")
            .Produces<BatchResultView>(StatusCodes.Status200OK, "application/jsonl").Refuses(404);
        routes.MapPost("/v1/batches/{id}/cancel", CancelAsync).Needs(Scopes.Invoke).WithTags("Batches").WithName("CancelBatch").WithSummary("Ask a batch to end; what is done stays")
            .Produces<BatchView>(StatusCodes.Status202Accepted).Produces<BatchView>().Refuses(404);
    }

    private static async Task<IResult> StartAsync(HttpContext context, BatchJobs batches, RateLimits limits)
    {
        var body = await RequestBody.ReadAsync(context.Request, ServerJson.Wire.BatchRequest);
        var batch = body.ToBatch();
        var key = IdempotencyKey.Of(context.Request);
        var caller = Caller.Of(context);
        limits.DemandUser(caller.Tenant, body.User);
        var accepted = BatchAcceptedView.Of(await batches.StartAsync(batch, caller.For(body.User), key, context.RequestAborted));
        context.Response.Headers[Answer.TraceHeader] = accepted.Id;
        context.Response.Headers.Location = accepted.Links.Self;
        return Answer.Json(accepted, ServerJson.Wire.BatchAcceptedView, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, BatchJobs batches) =>
        Answer.Json(BatchView.Of(await FindAsync(id, context, batches)), ServerJson.Wire.BatchView);

    private static async Task<IResult> ReadResultsAsync(string id, HttpContext context, BatchJobs batches) => new BatchResultLines(await FindAsync(id, context, batches));

    private static async Task<IResult> CancelAsync(string id, HttpContext context, BatchJobs batches)
    {
        var caller = Caller.Of(context);
        var accepted = await batches.CancelAsync(IdOf(id), caller.Name, caller.Tenant, context.RequestAborted);
        return Answer.Json(BatchView.Of(await FindAsync(id, context, batches)), ServerJson.Wire.BatchView, accepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static async Task<BatchReport> FindAsync(string id, HttpContext context, BatchJobs batches)
    {
        var report = await batches.FindAsync(IdOf(id), Caller.Of(context).Tenant, context.RequestAborted) ?? throw new HoldfastException("unknown-batch", $"There is no batch {id}.");
        Answer.Trace(context, report.Run.Run);
        return report;
    }

    private static Guid IdOf(string id) => WireId.Parse(id, "unknown-batch", "batch");
}
