using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Server.MockModel;

namespace Holdfast.Simulation.Faults;

/// <summary>With every fault at 30 %, each of 1,000 runs ends with the right answer or the right reason, and no ceiling is crossed.</summary>
public class ProviderFaultTests
{
    private const int Runs = 1_000;
    private const int AtOnce = 100;

    [Theory]
    [InlineData(ProviderKind.OpenAI)]
    [InlineData(ProviderKind.Anthropic)]
    public async Task A_thousand_runs_end_with_the_right_answer_or_the_right_reason(ProviderKind kind)
    {
        await using var world = await OrderWorld.StartAsync(kind, MockFaults.All(0.30), seed: 7, limits => limits, options => options with { BreakerFailures = 100_000 });

        var results = await world.RunAsync(Runs, AtOnce, _ => "ann");

        results.Count.ShouldBe(Runs);
        foreach (var (mark, run) in results)
        {
            var events = await EventsOfAsync(world, run);
            VerifyEnd(mark, run, events);
            world.Placed.GetValueOrDefault(mark).ShouldBeLessThanOrEqualTo(1, mark);
            if (run.Reason == TerminationReason.Completed)
            {
                world.Placed.GetValueOrDefault(mark).ShouldBe(1, mark);
            }
        }

        Tell(results);
        Enum.GetValues<MockFault>().ShouldBe(world.Server.Served.Select(s => s.Fault).Distinct(), ignoreOrder: true);
        results.Count(r => r.Run.Reason == TerminationReason.Completed).ShouldBeGreaterThan(Runs * 7 / 10);
    }

    [Theory]
    [InlineData(ProviderKind.OpenAI)]
    [InlineData(ProviderKind.Anthropic)]
    public async Task A_provider_that_is_down_is_skipped_by_name(ProviderKind kind)
    {
        await using var world = await OrderWorld.StartAsync(
            kind, MockFaults.Only(1, MockFault.Unavailable), seed: 7, limits => limits, options => options with { RetryDelays = [TimeSpan.FromMilliseconds(5)] });

        var results = await world.RunAsync(200, AtOnce, _ => "ann");

        foreach (var (mark, run) in results)
        {
            VerifyEnd(mark, run, await EventsOfAsync(world, run));
        }

        results.Count(r => r.Run.Reason == TerminationReason.CircuitOpen).ShouldBeGreaterThan(50);
        results.Count(r => r.Run.Reason == TerminationReason.ProviderUnavailable).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(ProviderKind.OpenAI)]
    [InlineData(ProviderKind.Anthropic)]
    public async Task No_ceiling_is_crossed_by_what_was_really_served(ProviderKind kind)
    {
        const long runTokens = 2_200;
        const decimal runCost = 0.003m;
        const decimal userDayCost = 0.06m;
        await using var world = await OrderWorld.StartAsync(
            kind,
            MockFaults.All(0.30),
            seed: 11,
            limits => limits with { RunTokens = runTokens, RunCost = runCost, UserDayCost = userDayCost, OutputTokens = 200 },
            options => options with { BreakerFailures = 100_000 });

        var results = await world.RunAsync(Runs, AtOnce, UserOf);

        var served = world.Server.Served.Where(s => s.RequestJson is not null).ToLookup(s => OrderMind.MarkIn(s.RequestJson!)!);
        // A request that was given up before all of it was sent has no body, and is charged nothing.
        world.Server.Served.Where(s => s.RequestJson is null).ShouldAllBe(s => s.InputTokens + s.OutputTokens == 0);
        var ceilings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (mark, run) in results)
        {
            var events = await EventsOfAsync(world, run);
            VerifyEnd(mark, run, events);
            ceilings.UnionWith(events.OfType<BudgetRefused>().Select(e => e.Ceiling));
            var tokens = served[mark].Sum(TokensOf);
            tokens.ShouldBeLessThanOrEqualTo(runTokens, mark);
            tokens.ShouldBeLessThanOrEqualTo(run.InputTokens + run.OutputTokens, $"{mark}: tokens were served that the run was not charged for");
            served[mark].Sum(CostOf).ShouldBeLessThanOrEqualTo(runCost, mark);
        }

        foreach (var user in results.GroupBy(r => UserOf(int.Parse(r.Mark.AsSpan(4, 5)))))
        {
            user.Sum(r => served[r.Mark].Sum(CostOf)).ShouldBeLessThanOrEqualTo(userDayCost, user.Key);
        }

        Tell(results);
        TestContext.Current.TestOutputHelper?.WriteLine($"Ceilings met: {string.Join(", ", ceilings)}");
        ceilings.Count.ShouldBeGreaterThanOrEqualTo(2);
        ceilings.ShouldContain("user day");
        results.Count(r => r.Run.Reason == TerminationReason.BudgetExhausted).ShouldBeGreaterThan(50);
        results.Count(r => r.Run.Reason == TerminationReason.Completed).ShouldBeGreaterThan(50);

        static string UserOf(int number) => $"user{number % 10}";
    }

    private static long TokensOf(MockServed served) => served.InputTokens + served.OutputTokens;

    private static decimal CostOf(MockServed served) => OrderWorld.Price.CostNanos(served.InputTokens, served.OutputTokens) / 1_000_000_000m;

    private static async Task<List<RunEvent>> EventsOfAsync(OrderWorld world, RunResult run) =>
        [.. (await world.Runtime.ReadRunAsync(run.Run)).ShouldNotBeNull().Select(EventCodec.Decode)];

    /// <summary>The reason must be what the journal's last model event says, and a completed run's answer must be the right one, whole.</summary>
    private static void VerifyEnd(string mark, RunResult run, List<RunEvent> events)
    {
        var where = $"{mark} {run.Run}: {run.Reason} '{run.Answer}' {run.Error}";
        var last = events.Last(e => e is ModelReplied or ModelFailed or BudgetRefused);
        events.OfType<ModelReplied>().ShouldAllBe(e => e.Attempts.Last().Category == null, where);
        switch (run.Reason)
        {
            case TerminationReason.Completed:
                run.Answer.ShouldBe(OrderMind.AnswerTo(mark), where);
                last.ShouldBeOfType<ModelReplied>(where);
                break;
            case TerminationReason.ProviderUnavailable:
                var failed = last.ShouldBeOfType<ModelFailed>(where);
                failed.CircuitOpen.ShouldBeFalse(where);
                // Those of the same call that were recorded before it ended are its own, too.
                List<ModelAttempt> attempts =
                [
                    .. events.TakeWhile(e => e != last).Reverse().TakeWhile(e => e is ModelRetried).Reverse().SelectMany(e => ((ModelRetried)e).Attempts),
                    .. failed.Attempts,
                ];
                attempts.ShouldAllBe(a => a.Category != null, where);
                IsFinal(attempts).ShouldBeTrue($"{where}: {string.Join(", ", attempts.Select(a => a.Category))}");
                run.Answer.ShouldNotBeNull(where).ShouldEndWith(OrderWorld.Fallback, customMessage: where);
                break;
            case TerminationReason.CircuitOpen:
                last.ShouldBeOfType<ModelFailed>(where).CircuitOpen.ShouldBeTrue(where);
                run.Answer.ShouldNotBeNull(where).ShouldEndWith(OrderWorld.Fallback, customMessage: where);
                break;
            case TerminationReason.BudgetExhausted:
                events.ShouldContain(e => e is BudgetRefused, where);
                run.Partial.ShouldBeTrue(where);
                break;
            case TerminationReason.Stalled:
                events.OfType<ToolFinished>().Count().ShouldBeGreaterThanOrEqualTo(3, where);
                run.Partial.ShouldBeTrue(where);
                break;
            default:
                Assert.Fail($"A reason that nothing explains: {where}");
                break;
        }
    }

    /// <summary>Whether the gateway was right to give up: a failure that no retry can mend, or all retries used, or the breaker in between.</summary>
    private static bool IsFinal(IReadOnlyList<ModelAttempt> attempts) => attempts[^1].Category switch
    {
        ErrorCategory.RateLimited or ErrorCategory.Overloaded or ErrorCategory.Timeout or ErrorCategory.Network =>
            attempts[^1].Error!.StartsWith("Skipped", StringComparison.Ordinal) || attempts.Count(a => IsTransient(a.Category)) >= 2,
        ErrorCategory.MalformedOutput => attempts.Count(a => a.Category == ErrorCategory.MalformedOutput) == 3,
        ErrorCategory.ContentFiltered or ErrorCategory.ContextTooLong => true,
        _ => false,
    };

    private static bool IsTransient(ErrorCategory? category) =>
        category is ErrorCategory.RateLimited or ErrorCategory.Overloaded or ErrorCategory.Timeout or ErrorCategory.Network;

    private static void Tell(List<(string Mark, RunResult Run)> results)
    {
        foreach (var group in results.GroupBy(r => r.Run.Reason).OrderByDescending(g => g.Count()))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{group.Key}: {group.Count()}");
        }
    }
}
