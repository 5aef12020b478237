using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tests;
using Holdfast.Tools;

namespace Holdfast.Simulation.Workers;

/// <summary>What a worker that lives on does after trouble: a session is never left without one who works on it.</summary>
public class WorkerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();
    private readonly InMemoryStore store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run.started", false)]
    [InlineData("run.started", true)]
    [InlineData("model.replied", false)]
    [InlineData("model.replied", true)]
    [InlineData("run.finished", false)]
    [InlineData("run.finished", true)]
    public async Task A_run_goes_on_after_the_store_failed_whether_it_wrote_or_not(string kind, bool written)
    {
        var failed = false;
        await using var process = await StartAsync(async (operation, work) =>
        {
            var fails = !failed && operation.Contains(kind, StringComparison.Ordinal);
            failed |= fails;
            if (!fails || written)
            {
                await work();
            }

            if (fails)
            {
                throw Unavailable();
            }
        }, tool: _ => Task.CompletedTask);

        var run = await AskPersistentlyAsync(process, "ann", "key").WaitAsync(Patience, Token);

        failed.ShouldBeTrue();
        run.Reason.ShouldBe(TerminationReason.Completed);
        world.Executions.Values.Sum().ShouldBe(1);
        await Journals.VerifyAsync(store, run.Session, kind);
    }

    [Fact]
    public async Task A_message_behind_a_run_is_taken_up_when_the_run_ends_without_waiting_for_the_poll()
    {
        var gate = new TaskCompletionSource();
        await using var process = await StartAsync((_, work) => work(), tool: async _ => await gate.Task, configure: o => o.PollInterval = TimeSpan.FromHours(1));
        var session = await process.Runtime.OpenSessionAsync("payer", cancellationToken: Token);
        var first = await process.Runtime.SendAsync(session.Id, "Pay", cancellationToken: Token);
        var second = await process.Runtime.SendAsync(session.Id, "Pay again", cancellationToken: Token);
        gate.SetResult();

        (await process.Runtime.WaitAsync(first.Run, Patience, cancellationToken: Token)).Status.ShouldBe(RunStatus.Finished);
        (await process.Runtime.WaitAsync(second.Run, Patience, cancellationToken: Token)).Status.ShouldBe(RunStatus.Finished);
        await Journals.VerifyAsync(store, session.Id, "two messages");
    }

    [Fact]
    public async Task A_frozen_worker_s_run_is_taken_over_and_what_it_does_on_waking_is_refused()
    {
        var frozen = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        var isFrozen = true;
        async Task FreezeAsync(string operation, Func<Task> work)
        {
            if (isFrozen && (reached.Task.IsCompleted || operation.Contains("tool.started", StringComparison.Ordinal)))
            {
                reached.TrySetResult();
                await frozen.Task;
            }

            await work();
        }

        await using var sleeper = await StartAsync(FreezeAsync);
        var asking = sleeper.AskAsync("ann", "Pay", "key", Token);
        await reached.Task.WaitAsync(Patience, Token);
        clock.Jump(TimeSpan.FromSeconds(20));
        await using var successor = await StartAsync((_, work) => work());
        var taken = await AskPersistentlyAsync(successor, "ann", "key").WaitAsync(Patience, Token);
        isFrozen = false;
        frozen.SetResult();
        var told = await asking.WaitAsync(Patience, Token);

        told.Reason.ShouldBe(TerminationReason.Completed);
        told.Run.ShouldBe(taken.Run);
        world.Executions.Values.ShouldBe([1]);
        var events = await Journals.VerifyAsync(store, taken.Session, "frozen");
        events.OfType<RunResumed>().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_whose_heartbeats_fail_for_long_goes_on_with_its_own_sessions_afterwards()
    {
        var (paying, reclaimed, gate) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var silent = false;
        await using var process = await StartAsync(
            async (operation, work) =>
            {
                if (silent && operation == "heartbeat")
                {
                    throw Unavailable();
                }

                await work();
                if (silent && await FindSessionAsync("ann") is { Epoch: > 2 })
                {
                    reclaimed.TrySetResult();
                }
            },
            tool: async _ =>
            {
                paying.TrySetResult();
                await gate.Task;
            },
            configure: o => o.LeaseDuration = TimeSpan.FromSeconds(1));
        var asking = process.AskAsync("ann", "Pay", "key", Token);
        await paying.Task.WaitAsync(Patience, Token);
        silent = true;
        clock.Jump(TimeSpan.FromSeconds(5));

        // Its own claim finds the session orphaned, and raises the epoch under the run that still waits.
        await reclaimed.Task.WaitAsync(Patience, Token);
        silent = false;
        gate.SetResult();

        var run = await asking.WaitAsync(Patience, Token);
        run.Status.ShouldBe(RunStatus.Finished);
        await Journals.VerifyAsync(store, run.Session, "own session");
    }

    [Fact]
    public async Task A_run_whose_time_ends_between_two_calls_while_the_clock_is_put_back_ends_all_the_same()
    {
        var calls = 0;
        var agent = Agent.Define("payer")
            .Use(new Tool("pay", "Pays.", System.Text.Json.JsonElement.Parse("""{"type":"object"}"""), new ToolAttribute("pay") { Idempotent = true, Retries = 0 }, async (_, _, token) =>
            {
                calls++;
                clock.Jump(TimeSpan.FromHours(-1));
                await Task.Delay(Timeout.Infinite, token);
                return null;
            }, (_, _) => Task.FromResult(ToolProbe.No)))
            .Limit(l => l with { Time = TimeSpan.FromMilliseconds(400) })
            .Build();
        var model = new ScriptedModel(_ => ScriptedReply.CallAll(("pay", "{}"), ("pay", "{}")));
        await using var process = await SimulatedProcess.StartAsync(store, agent, model.AsCatalog(), new Life(), clock);

        var run = await process.AskAsync("ann", "Pay", "key", Token).WaitAsync(Patience, Token);

        run.Reason.ShouldBe(TerminationReason.TimeLimit);
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_whose_claim_was_made_but_never_answered_is_taken_up()
    {
        var lost = 0;
        await using var process = await StartAsync((operation, work) => operation == "claimed" && Interlocked.Increment(ref lost) == 1 ? throw Unavailable() : work());
        await using var front = await StartAsync((_, work) => work(), configure: o => o.RunsAgents = false);

        var run = await front.AskAsync("ann", "Pay", "key", Token).WaitAsync(Patience, Token);

        lost.ShouldBeGreaterThan(0);
        run.Reason.ShouldBe(TerminationReason.Completed);
        world.Executions.Values.ShouldBe([1]);
        await Journals.VerifyAsync(store, run.Session, "lost claim");
    }

    [Fact]
    public async Task A_run_is_cancelled_although_its_inbox_could_not_be_read_when_the_request_came()
    {
        var paying = new TaskCompletionSource();
        var unreadable = 0;
        await using var front = await StartAsync((_, work) => work(), configure: o => o.RunsAgents = false);
        await using var process = await StartAsync(
            (operation, work) => operation == "inbox" && Interlocked.Increment(ref unreadable) == 1 ? throw Unavailable() : work(),
            tool: token => BlockAsync(paying, token),
            configure: o => o.LeaseDuration = TimeSpan.FromHours(1),
            effect: ToolEffect.Read);
        var session = await process.Runtime.OpenSessionAsync("payer", cancellationToken: Token);
        var accepted = await process.Runtime.SendAsync(session.Id, "Pay", cancellationToken: Token);
        await paying.Task.WaitAsync(Patience, Token);

        await front.Runtime.CancelAsync(accepted.Run, "ann", cancellationToken: Token);

        (await process.Runtime.WaitAsync(accepted.Run, Patience, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Cancelled);
        unreadable.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_run_is_cancelled_although_the_request_came_while_it_was_taken_from_the_inbox()
    {
        await using var front = await StartAsync((_, work) => work(), configure: o => o.RunsAgents = false);
        var other = await front.Runtime.OpenSessionAsync("payer", cancellationToken: Token);
        var (reads, wakeups) = (0, 0);
        var gate = new TaskCompletionSource();
        var wokenInVain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var process = await StartAsync(
            async (operation, work) =>
            {
                await work();
                if (operation == "inbox" && Interlocked.Increment(ref reads) == 1)
                {
                    // The worker has read the message and not begun the run: woken now, it cannot tell whom the request is for.
                    var queued = (await FindRunAsync("ann"))!;
                    queued.Status.ShouldBe(RunStatus.Queued);
                    wakeups = 0;
                    await front.Runtime.CancelAsync(queued.Id, "ann", cancellationToken: Token);
                    await front.Runtime.SendAsync(other.Id, "Pay", cancellationToken: Token);
                    await wokenInVain.Task;
                }
                else if (operation == "wakeup" && Interlocked.Increment(ref wakeups) == 2 && reads > 0)
                {
                    // The next wake-up is looked at when all is done for the one before.
                    wokenInVain.SetResult();
                }
            },
            tool: token => gate.Task.WaitAsync(token),
            configure: o => (o.LeaseDuration, o.PollInterval, o.MaxConcurrentRuns) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), 1),
            effect: ToolEffect.Read);

        var run = await front.AskAsync("ann", "Pay", "key", Token).WaitAsync(Patience, Token);
        gate.SetResult();
        run.Reason.ShouldBe(TerminationReason.Cancelled);
    }

    [Fact]
    public async Task A_worker_clears_away_old_requests_in_batches()
    {
        var time = new FakeTime();
        var sweeps = 0;
        var swept = new TaskCompletionSource();
        for (var i = 0; i < 1_200; i++)
        {
            var session = new SessionRow { Id = Guid.NewGuid(), Tenant = "default", User = "ann", Agent = "payer", Version = "1", OpenedAt = time.GetUtcNow(), ExpiresAt = time.GetUtcNow() };
            await store.CommitAsync([new Commit { Session = session.Id, Open = session, Idempotency = new IdempotencyEntry("default", $"{i}", "f", session.Id, time.GetUtcNow()) }], Token);
        }

        time.Advance(TimeSpan.FromDays(7));
        await using var process = await StartAsync(async (operation, work) =>
        {
            await work();
            if (operation == "purge" && ++sweeps == 3)
            {
                swept.SetResult();
            }
        }, time: time);
        await process.Runtime.OpenSessionAsync("payer", idempotencyKey: "young", cancellationToken: Token);
        time.Advance(TimeSpan.FromMinutes(1));
        await swept.Task.WaitAsync(Patience, Token);

        (await store.FindRequestAsync("default", "0", Token)).ShouldBeNull();
        (await store.FindRequestAsync("default", "1199", Token)).ShouldBeNull();
        (await store.FindRequestAsync("default", "young", Token)).ShouldNotBeNull();
        sweeps.ShouldBe(3);
    }

    private static async Task BlockAsync(TaskCompletionSource reached, CancellationToken cancellationToken)
    {
        reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static HoldfastException Unavailable() => new("store-unavailable", "The store is away, says the test.");

    private async Task<SimulatedProcess> StartAsync(
        Func<string, Func<Task>, Task> around, Func<CancellationToken, Task>? tool = null, Action<AgentRuntimeOptions>? configure = null,
        ToolEffect effect = ToolEffect.Write, TimeProvider? time = null)
    {
        var pay = world.Tool("pay", new Life(), idempotent: tool is not null);
        var agent = Agent.Define("payer").Use(tool is null ? pay : new Tool(
            "pay",
            "Pays.",
            pay.Parameters,
            new ToolAttribute("pay") { Idempotent = true, Effect = effect },
            async (arguments, context, token) =>
            {
                await tool(token);
                return await pay.InvokeAsync(arguments, context, token);
            })).Build();
        var model = new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("pay", """{"what":"pay"}""") : new ScriptedReply("Paid."));
        return await SimulatedProcess.StartAsync(new InterceptedStore(store, around), agent, model.AsCatalog(), new Life(), time ?? clock, configure);
    }

    /// <summary>Asks as a client does that tries again when the service is away.</summary>
    private static async Task<RunResult> AskPersistentlyAsync(SimulatedProcess process, string user, string key)
    {
        while (true)
        {
            try
            {
                return await process.AskAsync(user, "Pay", key, Token);
            }
            catch (HoldfastException e) when (e.Code == "store-unavailable")
            {
                await Task.Yield();
            }
        }
    }

    private async Task<SessionRow?> FindSessionAsync(string user) => (await store.ListSessionsAsync(null, user, null, 1, Token)) is [var row] ? row : null;

    private async Task<RunRow?> FindRunAsync(string user) =>
        await FindSessionAsync(user) is { } session && (await store.SearchRunsAsync(new RunQuery { Session = session.Id }, Token)) is [var run] ? run : null;
}
