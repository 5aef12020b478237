using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Runs.Events;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

public class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AgentBuilder Looper() => Agent.Define("looper")
        .Use("look", "Looks at a page.", ([Description("The page")] int page) => $"page {page} has nothing", ToolEffect.Read);

    private static ScriptedReply LookAgain(ScriptedTurn turn, bool same = false) => turn.Purpose == "summarise"
        ? new ScriptedReply("I looked at some pages and found nothing yet.")
        : ScriptedReply.Call("look", $$"""{"page":{{(same ? 1 : turn.Messages.Count)}}}""");

    [Fact]
    public async Task The_step_limit_ends_a_run_with_a_partial_summary()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Looper().Limit(l => l with { Steps = 7 }).Build(), new ScriptedModel(t => LookAgain(t)));

        var run = await fixture.Runtime.RunAsync("looper", "Find it", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.StepLimit);
        run.Partial.ShouldBeTrue();
        run.Answer.ShouldBe("I looked at some pages and found nothing yet.");
        run.Steps.ShouldBe(8, "seven steps and the closing summary");
    }

    [Fact]
    public async Task A_day_s_ceiling_warns_once_before_it_is_reached()
    {
        var agent = Agent.Define("talker").Limit(l => l with { UserDayCost = 0.000005m, TenantDayCost = 1m, OutputTokens = 20 }).Build();
        var endpoint = new Holdfast.Models.ModelEndpoint(
            new("scripted", new() { RetryDelays = [] }), "scripted", ScriptedModel.Of(new ScriptedReply("Yes.") { InputTokens = 10, OutputTokens = 5 }), new(0.001m, 0.001m));
        await using var fixture = await RuntimeFixture.StartAsync(agent, new Holdfast.Models.ModelCatalog([endpoint]));
        var (spent, refused) = (0m, false);
        var warned = new List<(decimal Spent, BudgetWarned Warning)>();
        while (!refused)
        {
            var run = await fixture.Runtime.RunAsync("talker", "Hello", new Principal("acme", "ann", []), Token);
            (spent, refused) = (spent + run.Cost, run.Reason == TerminationReason.BudgetExhausted);
            foreach (var record in (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Where(record => record.Kind == "budget.warned"))
            {
                warned.Add((spent, (BudgetWarned)EventCodec.Decode(record)));
            }
        }

        var (at, warning) = warned.ShouldHaveSingleItem();
        warning.ShouldBe(new BudgetWarned("user day", 5_000, 80));
        at.ShouldBeInRange(0.000004m, 0.000004015m);
        spent.ShouldBeInRange(at, 0.000005m);
    }

    [Fact]
    public async Task The_same_call_with_the_same_result_again_and_again_is_a_stall()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Looper().Build(), new ScriptedModel(t => LookAgain(t, same: true)));

        var run = await fixture.Runtime.RunAsync("looper", "Find it", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Stalled);
        run.Steps.ShouldBe(7, "three rounds of two steps, and the closing summary");
    }

    [Fact]
    public async Task Alternating_between_two_calls_is_a_stall_too()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Looper().Build(), new ScriptedModel(turn => turn.Purpose == "summarise"
            ? new ScriptedReply("No.") : ScriptedReply.Call("look", $$"""{"page":{{turn.Step % 2}}}""")));

        (await fixture.Runtime.RunAsync("looper", "Find it", cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Stalled);
    }

    [Fact]
    public async Task A_token_ceiling_is_never_crossed_and_the_reserve_pays_for_the_summary()
    {
        await using var fixture = await RuntimeFixture.StartAsync(
            Looper().Limit(l => l with { RunTokens = 12_000, OutputTokens = 100, Steps = 1_000, Repetitions = 1_000 }).Build(),
            new ScriptedModel(t => LookAgain(t) with { InputTokens = 300, OutputTokens = 100 }));

        var run = await fixture.Runtime.RunAsync("looper", "Find it", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.BudgetExhausted);
        run.Answer.ShouldBe("I looked at some pages and found nothing yet.");
        (run.InputTokens + run.OutputTokens).ShouldBeInRange(9_000, 12_000);
    }

    [Fact]
    public async Task A_budget_too_small_for_any_call_ends_at_once_with_an_honest_answer()
    {
        await using var fixture = await RuntimeFixture.StartAsync(
            Looper().Limit(l => l with { RunTokens = 50 }).FallBackTo("Please call our office.").Build(), new ScriptedModel(t => LookAgain(t)));

        var run = await fixture.Runtime.RunAsync("looper", "Find it", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.BudgetExhausted);
        run.InputTokens.ShouldBe(0);
        run.Answer.ShouldNotBeNull().ShouldContain("Please call our office.");
    }

    [Fact]
    public async Task A_session_ceiling_holds_over_its_runs()
    {
        await using var fixture = await RuntimeFixture.StartAsync(
            Agent.Define("talker").Limit(l => l with { SessionTokens = 2_000, OutputTokens = 100, RunTokens = null }).Build(),
            ScriptedModel.Of(new ScriptedReply("Yes.") { InputTokens = 300, OutputTokens = 100 }));
        var session = await fixture.Runtime.OpenSessionAsync("talker", cancellationToken: Token);

        var reasons = new List<TerminationReason?>();
        for (var i = 0; i < 8; i++)
        {
            var sent = await fixture.Runtime.SendAsync(session.Id, $"Question {i}", cancellationToken: Token);
            reasons.Add((await fixture.Runtime.WaitAsync(sent.Run, cancellationToken: Token)).Reason);
        }

        reasons[0].ShouldBe(TerminationReason.Completed);
        reasons[^1].ShouldBe(TerminationReason.BudgetExhausted);
        (await fixture.Runtime.FindSessionAsync(session.Id, cancellationToken: Token))!.Tokens.ShouldBeLessThanOrEqualTo(2_000);
    }

    [Fact]
    public async Task A_user_s_day_has_one_ceiling_over_all_sessions()
    {
        var agent = Agent.Define("talker").Limit(l => l with { UserDayCost = 0.0000003m, OutputTokens = 20 }).Build();
        var endpoint = new Holdfast.Models.ModelEndpoint(
            new("scripted", new() { RetryDelays = [] }), "scripted", ScriptedModel.Of(new ScriptedReply("Yes.") { InputTokens = 10, OutputTokens = 5 }), new(0.001m, 0.001m));
        await using var fixture = await RuntimeFixture.StartAsync(agent, new Holdfast.Models.ModelCatalog([endpoint]));

        var runs = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => fixture.Runtime.RunAsync("talker", $"Q{i}", new Principal("acme", "ann", []), Token)));
        var other = await fixture.Runtime.RunAsync("talker", "Q", new Principal("acme", "bob", []), Token);

        runs.Sum(r => r.Cost).ShouldBeLessThanOrEqualTo(0.0000003m);
        runs.ShouldContain(r => r.Reason == TerminationReason.Completed);
        runs.ShouldContain(r => r.Reason == TerminationReason.BudgetExhausted);
        other.Reason.ShouldBe(TerminationReason.Completed);
    }

    [Fact]
    public async Task The_time_limit_ends_a_run_that_waits_for_a_model()
    {
        var time = new FakeTime();
        var asked = new TaskCompletionSource();
        var model = new BlockingModel(asked);
        await using var fixture = await RuntimeFixture.StartAsync(
            Agent.Define("slow").Limit(l => l with { Time = TimeSpan.FromSeconds(30) }).FallBackTo("Call us.").Build(), model.AsCatalog(time), time: time);

        var pending = fixture.Runtime.RunAsync("slow", "Hello", cancellationToken: Token);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(31));
        var run = await pending;

        run.Reason.ShouldBe(TerminationReason.TimeLimit);
        run.Answer.ShouldNotBeNull().ShouldContain("Call us.");
    }

    [Fact]
    public async Task Cancelling_ends_a_run_that_waits_for_a_model()
    {
        var asked = new TaskCompletionSource();
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("slow").Build(), new BlockingModel(asked).AsCatalog(TimeProvider.System));
        var session = await fixture.Runtime.OpenSessionAsync("slow", cancellationToken: Token);
        var sent = await fixture.Runtime.SendAsync(session.Id, "Hello", cancellationToken: Token);
        await asked.Task;

        (await fixture.Runtime.CancelAsync(sent.Run, "ann", cancellationToken: Token)).ShouldBeTrue();
        var run = await fixture.Runtime.WaitAsync(sent.Run, cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Cancelled);
        (await fixture.Runtime.CancelAsync(sent.Run, "ann", cancellationToken: Token)).ShouldBeFalse();
        (await fixture.Store.ReadInboxAsync(session.Id, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bug_in_a_pattern_ends_the_run_as_failed_with_the_exception_in_the_trace()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("broken").Follow(new BrokenPattern()).Build(), ScriptedModel.Of(new ScriptedReply("Hi")));

        var run = await fixture.Runtime.RunAsync("broken", "Hello", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Failed);
        run.Error.ShouldNotBeNull().ShouldContain("InvalidTimeZoneException: on purpose");
    }

    private sealed class BrokenPattern : Holdfast.Runs.Patterns.Pattern
    {
        public override Holdfast.Runs.Commands.Command Next(Holdfast.Runs.RunState state, Agent agent) => throw new InvalidTimeZoneException("on purpose");
    }
}
