using System.Collections.Concurrent;
using System.Globalization;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Chaos;

/// <summary>Workers under seeded trouble of every kind at once. A failure names its seed; the schedule of threads is not part of it.</summary>
public class ChaosTests
{
    private const int Sessions = 60;
    private const int Messages = 2;

    /// <summary>Set to simulate more than usual, such as <c>1-500</c>, or one seed again.</summary>
    private const string SeedsVariable = "HOLDFAST_SIMULATION_SEEDS";

    public static IEnumerable<TheoryDataRow<int>> Seeds
    {
        get
        {
            var span = (Environment.GetEnvironmentVariable(SeedsVariable) ?? "1-12").Split('-').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToList();
            return Enumerable.Range(span[0], span[^1] - span[0] + 1).Select(seed => new TheoryDataRow<int>(seed));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_goes_wrong_each_message_is_answered_and_no_effect_is_doubled(int seed)
    {
        var trouble = new Trouble(seed);
        var store = new InMemoryStore();
        var world = new Counter();
        var accepted = new ConcurrentBag<(Guid Session, Guid Run, string Text)>();
        await using var fleet = await Fleet.StartAsync(trouble, store, world, size: 3);

        await Parallel.ForAsync(0, Sessions, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (number, _) =>
        {
            var session = (await UntilAcceptedAsync(fleet, p => p.Runtime.OpenSessionAsync("saver", idempotencyKey: $"s{number}"))).Id;
            for (var message = 0; message < Messages; message++)
            {
                var text = $"m{number}-{message}";
                var options = new SendOptions { IdempotencyKey = text };
                var run = (await UntilAcceptedAsync(fleet, p => p.Runtime.SendAsync(session, text, options))).Run;
                accepted.Add((session, run, text));
                if (trouble.Strikes(0.3))
                {
                    (await UntilAcceptedAsync(fleet, p => p.Runtime.SendAsync(session, text, options))).Run.ShouldBe(run, $"seed {seed}: delivered twice");
                }
            }
        }).WaitAsync(TimeSpan.FromSeconds(60));
        await using var observer = new AgentRuntime(new AgentCatalog([]), new ScriptedModel(trouble.Think).AsCatalog(), store, new AgentRuntimeOptions { RunsAgents = false });
        var answers = accepted.Select(a => observer.WaitAsync(a.Run)).ToList();
        try
        {
            // The trouble goes on until most are answered, so that some are resumed in it after the last was accepted.
            await FirstAsync(answers, answers.Count * 3 / 4).WaitAsync(TimeSpan.FromSeconds(30));
            trouble.IsOver = true;
            await Task.WhenAll(answers).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"seed {seed}: {await UnansweredAsync(store, accepted)} messages were never answered.");
        }

        await VerifyAsync(store, world, accepted, seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {accepted.Count} messages, {fleet.Deaths} deaths.");
        fleet.Deaths.ShouldBeGreaterThan(2);
    }

    private static async Task VerifyAsync(InMemoryStore store, Counter world, IReadOnlyCollection<(Guid Session, Guid Run, string Text)> accepted, int seed)
    {
        foreach (var (key, executions) in world.Executions)
        {
            var isPayment = key.EndsWith("-2", StringComparison.Ordinal);
            executions.ShouldBeLessThanOrEqualTo(isPayment ? 1 : int.MaxValue, $"seed {seed}: {key} was executed {executions} times");
        }

        accepted.Select(a => a.Run).ShouldBeUnique($"seed {seed}");
        foreach (var session in accepted.GroupBy(a => a.Session))
        {
            var events = await Journals.VerifyAsync(store, session.Key, $"seed {seed}, session {session.Key}");
            events.OfType<RunStarted>().Select(e => e.Run).ShouldBe(session.Select(a => a.Run), ignoreOrder: true, customMessage: $"seed {seed}");
            foreach (var (_, run, text) in session)
            {
                var where = $"seed {seed}, run {run}, '{text}'";
                var row = (await store.FindRunAsync(run, null)).ShouldNotBeNull(where);
                var mine = events.SkipWhile(e => e is not RunStarted s || s.Run != run).TakeWhile(e => e is not RunStarted s || s.Run == run).ToList();
                var end = mine.OfType<RunFinished>().ShouldHaveSingleItem(where);
                row.Reason.ShouldBe(end.Reason, where);
                end.Reason.ShouldBeOneOf(TerminationReason.Completed, TerminationReason.OutcomeUnknown, TerminationReason.ProviderUnavailable);
                foreach (var call in mine.OfType<ToolFinished>().Where(c => c.Outcome == ToolOutcome.Succeeded))
                {
                    world.Executions.GetValueOrDefault($"{run:N}-{call.Call.Split('_')[1]}").ShouldBeGreaterThan(0, where);
                }

                if (end.Reason == TerminationReason.Completed)
                {
                    end.Answer.ShouldBe($"Done: {text}.", where);
                    world.Executions.GetValueOrDefault($"{run:N}-2").ShouldBe(1, where);
                }
            }
        }
    }

    /// <summary>Tries as a client does that gets no answer or a refusal: again, at another worker, under the same key.</summary>
    private static async Task<T> UntilAcceptedAsync<T>(Fleet fleet, Func<SimulatedProcess, Task<T>> ask)
    {
        while (true)
        {
            var worker = fleet.Any;
            var asked = ask(worker);
            try
            {
                if (await Task.WhenAny(asked, worker.Life.Death) == asked)
                {
                    return await asked;
                }
            }
            catch (HoldfastException e) when (e.Code == "store-unavailable")
            {
                await Task.Yield();
            }
        }
    }

    private static async Task FirstAsync(IEnumerable<Task> tasks, int count)
    {
        await foreach (var _ in Task.WhenEach(tasks))
        {
            if (--count <= 0)
            {
                return;
            }
        }
    }

    private static async Task<int> UnansweredAsync(InMemoryStore store, IReadOnlyCollection<(Guid Session, Guid Run, string Text)> accepted)
    {
        var unanswered = 0;
        foreach (var (_, run, _) in accepted)
        {
            unanswered += await store.FindRunAsync(run, null) is { Status: RunStatus.Finished } ? 0 : 1;
        }

        return unanswered;
    }
}
