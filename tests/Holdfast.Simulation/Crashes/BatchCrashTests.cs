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
        var boundaries = 0;
        while (await TellAsync(database, boundaries + 1))
        {
            boundaries++;
        }

        boundaries.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Deaths_in_a_row_change_nothing()
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        var random = new Random(20261121);
        for (var round = 0; round < 12; round++)
        {
            await TellAsync(database, [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(1, 8))]);
        }
    }

    private async Task<bool> TellAsync(Database database, params int[] deaths)
    {
        var store = await database.OpenAsync();
        var key = Guid.NewGuid().ToString("N");
        var died = new List<string>();
        for (var i = 0; ; i++)
        {
            var life = new Life(i < deaths.Length ? deaths[i] : int.MaxValue);
            await using var process = await SimulatedProcess.StartAsync(await database.OpenAsync(), Agent.Define("other").Build(), Model().AsCatalog(), life, clock);
            var asked = AskAsync(process, key);
            await Task.WhenAny(asked, life.Death).WaitAsync(TimeSpan.FromSeconds(30));
            if (life.IsOver)
            {
                died.Add(life.DiedAt);
                clock.Jump(TimeSpan.FromSeconds(20));
                continue;
            }

            var where = $"died at: {string.Join("; ", died)}";
            var report = await asked;
            report.Run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {report.Run.Error}");
            report.Results.Select(r => $"{r.Id} {r.Status} {r.Result} {r.Tries}").ShouldBe(["a Done 1 1", "b Done 1 2", "c Failed  3", "d Done 1 1"], where);
            var events = await Journals.VerifyAsync(store, report.Run.Session, where);
            events.OfType<BatchChecked>().Select(e => string.Join(',', e.Items.Select(o => o.Item))).ShouldBe(["a,b", "c,d", "b", "c", "c"], where);
            return died.Count > 0;
        }
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
