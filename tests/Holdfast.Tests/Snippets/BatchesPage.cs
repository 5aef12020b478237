using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Batches;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The blocks of docs/batches.md.</summary>
public sealed class BatchesPage
{
    [Fact]
    public async Task The_example_brings_what_the_page_says()
    {
        var model = new ScriptedModel(_ => new ScriptedReply("""{"results":[{"id":"r2","result":{"mood":"good"}},{"id":"r1","result":{"mood":"bad"}}]}"""));
        ModelCatalog models = model.AsCatalog();
        var told = new List<string>();
        await using var runtime = new AgentRuntime(new AgentCatalog([]), models, new InMemoryStore());
        await runtime.StartAsync(TestContext.Current.CancellationToken);

        var batches = new BatchJobs(runtime);
        var schema = JsonElement.Parse("""{"type":"object","properties":{"mood":{"enum":["good","bad","mixed"]}},"required":["mood"],"additionalProperties":false}""");
        var batch = new Batch("Say in which mood each review was written.", schema,
        [
            new BatchItem("r1", JsonElement.Parse("\"It broke on the second day.\"")),
            new BatchItem("r2", JsonElement.Parse("\"Best lamp I ever had.\"")),
        ])
        { PerCall = 20, Tier = Tier.Fast, MaxCost = 0.50m };

        var accepted = await batches.StartAsync(batch, new Principal("default", "maria", []), idempotencyKey: "reviews-2026-11-21");
        await runtime.WaitAsync(accepted.Run);
        var report = await batches.FindAsync(accepted.Run);
        foreach (var result in report!.Results)
        {
            told.Add($"{result.Id} {result.Status} {result.Result} {string.Join(" ", result.Violations)}");
        }

        told.ShouldBe(["""r1 Done {"mood":"bad"} """, """r2 Done {"mood":"good"} """]);
    }
}
