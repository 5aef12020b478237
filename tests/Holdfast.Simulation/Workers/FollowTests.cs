using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tests;
using Holdfast.Tools;

namespace Holdfast.Simulation.Workers;

/// <summary>Who follows a run sees all of it, and leaves the store alone while the run is in the same process.</summary>
public sealed class FollowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryStore store = new();
    private readonly TaskCompletionSource reached = new();
    private readonly TaskCompletionSource gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_of_the_same_process_is_followed_without_asking_the_store()
    {
        var time = new FakeTime();
        var reads = 0;
        await using var process = await StartAsync(time, (operation, work) =>
        {
            reads += operation is "run" or "events" ? 1 : 0;
            return work();
        });
        var accepted = await SendAsync(process);
        await using var signals = process.Runtime.FollowAsync(accepted.Run, cancellationToken: Token).GetAsyncEnumerator(Token);
        (await NextAsync(signals)).ShouldBe("run.started");
        (await NextAsync(signals)).ShouldBe("model.replied");
        var next = NextAsync(signals);
        var before = reads;

        time.Advance(TimeSpan.FromSeconds(4.9));
        gate.SetResult();
        var kinds = new List<string?> { await next.WaitAsync(Patience, Token) };
        while (kinds[^1] is not null)
        {
            kinds.Add(await NextAsync(signals).WaitAsync(Patience, Token));
        }

        kinds.ShouldBe(["tool.finished", "model.replied", "run.finished", null]);
        reads.ShouldBe(before);
    }

    [Fact]
    public async Task A_run_that_is_handed_over_is_followed_to_its_end_in_another_process()
    {
        var clock = new SimulatedClock();
        var first = await StartAsync(clock, (_, work) => work());
        var accepted = await SendAsync(first);
        await using var signals = first.Runtime.FollowAsync(accepted.Run, cancellationToken: Token).GetAsyncEnumerator(Token);
        var stopped = first.DisposeAsync();
        gate.SetResult();
        await stopped;
        await using var second = await StartAsync(clock, (_, work) => work());

        var kinds = new List<string?>();
        do
        {
            kinds.Add(await NextAsync(signals).WaitAsync(Patience, Token));
        }
        while (kinds[^1] is not null);
        kinds.ShouldBe(["run.started", "model.replied", "tool.finished", "run.handed_over", "run.resumed", "model.replied", "run.finished", null]);
    }

    private async Task<SimulatedProcess> StartAsync(TimeProvider time, Func<string, Func<Task>, Task> around)
    {
        var agent = Agent.Define("waiter").Use("wait", "Waits.", async () =>
        {
            reached.TrySetResult();
            await gate.Task;
            return "waited";
        }, ToolEffect.Read).Build();
        var model = ScriptedModel.Of(ScriptedReply.Call("wait", "{}"), new ScriptedReply("Done."));
        return await SimulatedProcess.StartAsync(new InterceptedStore(store, around), agent, model.AsCatalog(), new Life(), time);
    }

    private async Task<AcceptedRun> SendAsync(SimulatedProcess process)
    {
        var session = await process.Runtime.OpenSessionAsync("waiter", cancellationToken: Token);
        using var watch = process.Runtime.Watch(session.Id);
        var accepted = await process.Runtime.SendAsync(session.Id, "Wait", cancellationToken: Token);
        await reached.Task.WaitAsync(Patience, Token);
        return accepted;
    }

    /// <summary>The kind of the next event; null at the end.</summary>
    private static async Task<string?> NextAsync(IAsyncEnumerator<RunSignal> signals)
    {
        while (await signals.MoveNextAsync())
        {
            if (signals.Current.Event is { } happened)
            {
                return happened.Kind;
            }
        }

        return null;
    }
}
