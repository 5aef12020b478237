using System.Text.Json;
using Holdfast.Runs.Batches;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>Answers with the results of a batch, a line of JSON for each item.</summary>
/// <param name="report">The batch.</param>
internal sealed class BatchResultLines(BatchReport report) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/jsonl; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"batch-{WireId.Of(report.Run.Run)}.jsonl\"";
        foreach (var result in report.Results)
        {
            await JsonSerializer.SerializeAsync(context.Response.BodyWriter, BatchResultView.Of(result), ServerJson.Wire.BatchResultView, context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }
}
