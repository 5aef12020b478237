using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

/// <summary>A process runs as many sessions at once as it may, and none more when it stops.</summary>
public sealed class CapacityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_of_new_sessions_wait_when_there_is_no_room()
    {
        var (now, most) = (0, 0);
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        async Task<string> WorkAsync()
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            begun.TrySetResult();
            await gate.Task;
            Interlocked.Decrement(ref now);
            return "done";
        }

        await using var fixture = await RuntimeFixture.StartAsync(Worker(WorkAsync), Model, new AgentRuntimeOptions { MaxConcurrentRuns = 2 });
        var runs = Enumerable.Range(0, 8).Select(_ => fixture.Runtime.RunAsync("worker", "Work", cancellationToken: Token)).ToList();
        await begun.Task.WaitAsync(Patience, Token);
        gate.SetResult();

        (await Task.WhenAll(runs)).ShouldAllBe(run => run.Reason == TerminationReason.Completed);
        most.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_process_that_stops_leaves_new_runs_to_others()
    {
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var calls = 0;
        async Task<string> WorkAsync()
        {
            calls++;
            begun.TrySetResult();
            await gate.Task;
            return "done";
        }

        var stopping = await RuntimeFixture.StartAsync(Worker(WorkAsync), Model);
        var first = stopping.Runtime.RunAsync("worker", "Work", cancellationToken: Token);
        await begun.Task.WaitAsync(Patience, Token);
        var stopped = stopping.DisposeAsync();
        var second = stopping.Runtime.RunAsync("worker", "Work", cancellationToken: Token);
        await using var other = await RuntimeFixture.StartAsync(Worker(() => Task.FromResult("done")), Model, store: stopping.Store);

        var left = await Task.WhenAny(second, Task.Delay(Patience, Token));
        gate.SetResult();
        await stopped;
        left.ShouldBe(second);
        (await second).Reason.ShouldBe(TerminationReason.Completed);
        calls.ShouldBe(1);
        (await first.WaitAsync(Patience, Token)).Reason.ShouldBe(TerminationReason.Completed);
    }

    private static ScriptedModel Model => ScriptedModel.Of(ScriptedReply.Call("work", "{}"), new ScriptedReply("Done."));

    private static Agent Worker(Func<Task<string>> work) => Agent.Define("worker").Use("work", "Works.", work, ToolEffect.Read).Build();

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, now, seen);
        }
    }
}
