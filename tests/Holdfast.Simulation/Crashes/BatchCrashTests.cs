using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Batches;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies, a batch goes on where it was: each item is tried as often as if nothing had happened, and has one outcome.</summary>
public class BatchCrashTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"integer"}""");

    private readonly SimulatedClock clock = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_batch_goes_on_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var boundaries = await CrashPlan.AtEachBoundaryAsync(plan => TellAsync(database, plan));
        boundaries.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Deaths_in_a_row_change_nothing()
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        foreach (var plan in CrashPlan.InARow(20261121, boundaries: 7))
        {
            await TellAsync(database, plan);
        }
    }

    private async Task<int> TellAsync(Database database, CrashPlan plan)
    {
        var store = await database.OpenAsync();
        return await plan.RunAsync(
            clock,
            async life => await SimulatedProcess.StartAsync(await database.OpenAsync(), Agent.Define("other").Build(), Model().AsCatalog(), life, clock),
            AskAsync,
            async (report, where) =>
            {
                report.Run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {report.Run.Error}");
                report.Results.Select(r => $"{r.Id} {r.Status} {r.Result} {r.Tries}").ShouldBe(["a Done 1 1", "b Done 1 2", "c Failed  3", "d Done 1 1"], where);
                var events = await Journals.VerifyAsync(store, report.Run.Session, where);
                events.OfType<BatchChecked>().Select(e => string.Join(',', e.Items.Select(o => o.Item))).ShouldBe(["a,b", "c,d", "b", "c", "c"], where);
            });
    }

    private static async Task<BatchReport> AskAsync(SimulatedProcess process, string key)
    {
        var jobs = new BatchJobs(process.Runtime);
        var cancellationToken = TestContext.Current.CancellationToken;
        var batch = new Batch("Count.", Schema, [.. "abcd".Select(c => new BatchItem($"{c}", JsonElement.Parse("1")))]) { PerCall = 2 };
        var accepted = await jobs.StartAsync(batch, idempotencyKey: key, cancellationToken: cancellationToken);
        await process.Runtime.WaitAsync(accepted.Run, cancellationToken: cancellationToken);
        return (await jobs.FindAsync(accepted.Run, cancellationToken: cancellationToken))!;
    }

    /// <summary>Forgets b when it is asked for it with another, and never has a number for c.</summary>
    private static ScriptedModel Model() => new(turn =>
    {
        using var asked = JsonDocument.Parse(turn.Messages[^1].Text);
        var ids = asked.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!).ToList();
        var entries = ids.Where(id => id != "b" || ids.Count == 1).Select(id => $$"""{"id":"{{id}}","result":{{(id == "c" ? "\"many\"" : "1")}}}""");
        return new ScriptedReply($$"""{"results":[{{string.Join(',', entries)}}]}""");
    });
}
