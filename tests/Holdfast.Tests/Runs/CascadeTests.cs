using Holdfast.Agents;
using Holdfast.Confidence;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Runs;

/// <summary>A cascade asks the fast tier first, and the stronger one where that is not sure.</summary>
public class CascadeTests
{
    private const string Guess = "I am not sure, but I think it is 14 days.";

    private readonly List<string> done = [];
    private readonly List<ScriptedTurn> small = [];
    private readonly List<ScriptedTurn> strong = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sure_answer_of_the_fast_tier_is_given_and_the_stronger_one_is_not_asked()
    {
        await using var fixture = await StartAsync(Looking("30 days."), _ => throw new InvalidOperationException("not to be asked"));

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        (run.Reason, run.Answer, run.Confidence).ShouldBe((TerminationReason.Completed, "30 days.", 0.8808));
        (small.Count, strong.Count).ShouldBe((2, 0));
        (await CascadesAsync(fixture)).ShouldBe(new CostRow("shop", 1, 2, 200, 20, 2 * ((100 * 50) + (10 * 400)), 2 * ((100 * 1_250) + (10 * 10_000)), 0));
    }

    [Fact]
    public async Task An_unsure_answer_is_withheld_and_the_stronger_tier_answers_from_the_same_results()
    {
        await using var fixture = await StartAsync(Looking(Guess), turn => turn.Results.Count > 0 ? new ScriptedReply("30 days.") : new ScriptedReply("I saw nothing."));

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "30 days."));
        (small.Count, strong.Count, done.Count).ShouldBe((2, 1, 1), "the look is not repeated");
        strong[0].Messages.ShouldNotContain(m => m.Text == Guess);
        var events = await EventsAsync(fixture, run);
        events.OfType<AnswerScored>().Select(e => e.Outcome).ShouldBe([ScoreOutcome.MovedUp, ScoreOutcome.Given]);
        events.OfType<ModelReplied>().Select(e => e.Tier).ShouldBe([Tier.Fast, Tier.Fast, Tier.Strong]);

        // The small answer is done again, so it is no part of what the strong tier alone would have done.
        (await CascadesAsync(fixture)).ShouldBe(new CostRow(
            "shop", 1, 3, 300, 30, (2 * ((100 * 50) + (10 * 400))) + (100 * 1_250) + (10 * 10_000), 2 * ((100 * 1_250) + (10 * 10_000)), 1));
        (await SayAsync(fixture, run.Session, "And then?")).Reason.ShouldNotBe(TerminationReason.Failed);
        small[^1].Messages.ShouldNotContain(m => m.Text == Guess);
    }

    [Theory]
    [InlineData(LowConfidence.Escalate, TerminationReason.Escalated)]
    [InlineData(LowConfidence.Ask, TerminationReason.NeedsInput)]
    public async Task The_stronger_tier_is_asked_once_and_then_what_is_configured_happens(LowConfidence otherwise, TerminationReason reason)
    {
        await using var fixture = await StartAsync(_ => new ScriptedReply(Guess), _ => new ScriptedReply("I do not know."), o => o with { Otherwise = otherwise });

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        run.Reason.ShouldBe(reason);
        (small.Count, strong.Count).ShouldBe((1, 1));
        if (otherwise == LowConfidence.Escalate)
        {
            (await fixture.Runtime.Tickets.ListAsync(new TicketQuery(), Token)).ShouldHaveSingleItem().Summary.ShouldContain("not given: I do not know.");
        }
    }

    [Fact]
    public async Task After_an_effect_the_stronger_tier_may_only_say_what_came_of_it()
    {
        await using var fixture = await StartAsync(
            turn => turn.Results.Count == 0 ? ScriptedReply.Call("pay", """{"to":"ann"}""") : new ScriptedReply("I am not sure whether it was paid."),
            turn => turn.Options!.ToolMode == ChatToolMode.None ? new ScriptedReply($"Result: {turn.Results[0]}.") : ScriptedReply.Call("pay", """{"to":"ann"}"""));

        var run = await fixture.Runtime.RunAsync("shop", "Pay ann", cancellationToken: Token);

        run.Answer.ShouldBe("Result: paid ann.");
        done.ShouldBe(["paid ann"]);
    }

    [Fact]
    public async Task Invalid_calls_move_the_run_up_before_there_is_an_answer()
    {
        await using var fixture = await StartAsync(
            _ => ScriptedReply.Call("look", """{"page":"one"}"""), turn => turn.Results is ["page 1"] ? new ScriptedReply("30 days.") : ScriptedReply.Call("look", """{"page":1}"""));

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        run.Answer.ShouldBe("30 days.");
        (small.Count, strong.Count).ShouldBe((2, 2));
        var scored = (await EventsAsync(fixture, run)).OfType<AnswerScored>().ToList();
        (scored[0].Outcome, scored[0].Signals).ShouldBe((ScoreOutcome.MovedUp, new ConfidenceSignals(Invalid: 2)));
        scored[1].Signals.ShouldBe(new ConfidenceSignals(), "the faults of the fast tier are not the stronger one's");
    }

    [Fact]
    public async Task A_fast_tier_that_does_not_answer_moves_the_run_up_and_its_model_in_process_is_not_asked()
    {
        var offline = new ModelEndpoint(new ModelProvider("offline") { IsLocal = true }, "offline", ScriptedModel.Of(new ScriptedReply("I am only a small model.")));
        await using var fixture = await StartAsync(_ => throw new ModelException(ErrorCategory.Overloaded, "busy"), _ => new ScriptedReply("30 days."), fastFallback: offline);

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "30 days."));
        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Select(e => e.Outcome).ShouldBe([ScoreOutcome.MovedUp, ScoreOutcome.Given]);
    }

    [Fact]
    public async Task Only_the_fast_tier_is_sampled()
    {
        await using var fixture = await StartAsync(
            turn => new ScriptedReply(turn.Purpose == Purposes.Sample ? $"It is {small.Count} days." : "It is 30 days."), _ => new ScriptedReply("It is 31 days."), o => o with { Samples = 2 });

        var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

        run.Answer.ShouldBe("It is 31 days.");
        (small.Count, strong.Count).ShouldBe((3, 1));
        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Select(e => e.Signals.Agreement).ShouldBe([0.0, null]);
    }

    [Fact]
    public async Task The_stronger_tier_is_scored_by_weights_of_its_own()
    {
        foreach (var (bias, reason) in new[] { (3.0, TerminationReason.Completed), (0.0, TerminationReason.Escalated) })
        {
            await using var fixture = await StartAsync(
                turn => turn.Results.Count == 0 ? ScriptedReply.Call("find", """{"coverage":0.2}""") : new ScriptedReply("14 days."),
                _ => new ScriptedReply("30 days."),
                o => bias == 3 ? o : o with { StrongerWeights = new ConfidenceWeights { Bias = bias } });

            var run = await fixture.Runtime.RunAsync("shop", "How long?", cancellationToken: Token);

            run.Reason.ShouldBe(reason);
            (await EventsAsync(fixture, run)).OfType<AnswerScored>().Select(e => e.Signals.Retrieval).ShouldBe([0.2, 0.2]);
        }
    }

    [Fact]
    public void A_cascade_over_one_and_the_same_model_is_warned_about()
    {
        var endpoint = Endpoint("lab", small, _ => new ScriptedReply(""), new ModelPrice(1, 1));
        var agent = Agent.Define("shop").ScoreAnswers(o => o with { StrongerTier = Tier.Standard }).Build();
        ConfidenceRules.Warnings(agent, new ModelCatalog([endpoint])).ShouldHaveSingleItem().ShouldContain("the same, lab");
        ConfidenceRules.Warnings(agent, new ModelCatalog([Endpoint("other", strong, _ => new ScriptedReply(""), new ModelPrice(1, 1))], fast: [endpoint])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ceilings_hold_over_both_tiers()
    {
        await using var fixture = await StartAsync(
            _ => new ScriptedReply(Guess) { InputTokens = 1_000, OutputTokens = 1_500 }, _ => new ScriptedReply("30 days."), limit: l => l with { RunTokens = 3_000, OutputTokens = 1_500, Reserve = 0.02 });

        var run = await fixture.Runtime.RunAsync("shop", new string('x', 1_000), cancellationToken: Token);

        (run.Reason, strong.Count).ShouldBe((TerminationReason.BudgetExhausted, 0));
        run.Answer.ShouldNotBeNull().ShouldNotContain("14");
        (run.InputTokens + run.OutputTokens).ShouldBeLessThanOrEqualTo(3_000);
    }

    [Fact]
    public async Task A_fold_from_the_middle_knows_what_tier_the_run_is_on()
    {
        await using var fixture = await StartAsync(
            _ => ScriptedReply.Call("look", """{"page":"one"}"""),
            _ => done.Count > 30 ? new ScriptedReply("30 days.") : ScriptedReply.Call("look", $$"""{"page":{{done.Count}}}"""),
            limit: l => l with { WindowTokens = 500, Steps = 60, RunTokens = null });

        var run = await fixture.Runtime.RunAsync("shop", new string('x', 1_200), cancellationToken: Token);

        var records = await fixture.Store.ReadEventsAsync(run.Session, 1, long.MaxValue, Token);
        var compacted = records.Last(e => e.Kind == "context.compacted");
        var keepFrom = ((ContextCompacted)EventCodec.Decode(compacted)).KeepFrom;
        var whole = SessionLoader.Fold(RunState.Empty, [.. records.Where(e => e.Sequence <= compacted.Sequence)]);
        var partial = SessionLoader.Fold(RunState.Empty, [.. records.Where(e => e.Sequence == 1 || (e.Sequence >= keepFrom && e.Sequence <= compacted.Sequence))]);
        whole.Confidence.MovedUp.ShouldBeTrue();
        partial.Confidence.ShouldBe(whole.Confidence);
    }

    private static Func<ScriptedTurn, ScriptedReply> Looking(string answer) =>
        turn => turn.Results.Count == 0 ? ScriptedReply.Call("look", """{"page":1}""") : new ScriptedReply(answer);

    private static async Task<RunResult> SayAsync(RuntimeFixture fixture, Guid session, string text) =>
        await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session, text, cancellationToken: Token)).Run, cancellationToken: Token);

    private static async Task<List<RunEvent>> EventsAsync(RuntimeFixture fixture, RunResult run) =>
        [.. (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(EventCodec.Decode)];

    private static async Task<CostRow> CascadesAsync(RuntimeFixture fixture) =>
        (await fixture.Runtime.Index.SumCostsAsync(new CostQuery(null, null, null, "cascade"), Token)).ShouldHaveSingleItem();

    private static ModelEndpoint Endpoint(string name, List<ScriptedTurn> asked, Func<ScriptedTurn, ScriptedReply> mind, ModelPrice price) => new(
        new ModelProvider(name, new ModelProviderOptions { RetryDelays = [] }),
        name,
        new ScriptedModel(turn =>
        {
            asked.Add(turn);
            return mind(turn);
        }),
        price);

    private Task<RuntimeFixture> StartAsync(
        Func<ScriptedTurn, ScriptedReply> fast, Func<ScriptedTurn, ScriptedReply> stronger, Func<ConfidenceOptions, ConfidenceOptions>? options = null,
        Func<AgentLimits, AgentLimits>? limit = null, ModelEndpoint? fastFallback = null)
    {
        var agent = Agent.Define("shop")
            .Use(ToolMethods.Of("look", "Looks at a page.", (int page) => Do($"page {page}"), new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted }))
            .Use(ToolMethods.Of("pay", "Pays somebody.", (string to) => Do($"paid {to}"), new ToolAttribute { Returns = Integrity.Trusted }))
            .Use(ToolMethods.Of("find", "Finds passages.", (double coverage) => new { passages = new[] { new { coverage } } }, new ToolAttribute { Effect = ToolEffect.Read, Retrieves = true, Returns = Integrity.Trusted }))
            .ScoreAnswers(o => (options ?? (static same => same))(o with { StrongerTier = Tier.Strong })).Limit(limit ?? (static l => l)).Build();
        var first = Endpoint("small", small, fast, new ModelPrice(0.05m, 0.40m));
        var second = Endpoint("strong", strong, stronger, new ModelPrice(1.25m, 10m));
        return RuntimeFixture.StartAsync(agent, new ModelCatalog([second], [second], fastFallback is null ? [first] : [first, fastFallback]));
    }

    private string Do(string what)
    {
        done.Add(what);
        return what;
    }
}
