using Holdfast.Agents;
using Holdfast.Confidence;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Guards;
using Holdfast.Testing;
using Holdfast.Tests.Safety.Guards;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

/// <summary>An answer is scored before it is given, and one under the threshold is not.</summary>
public class ConfidenceTests
{
    private const string Guess = "I am not sure, but I think it is 14 days.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_over_the_threshold_is_given_with_its_score()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Shop().Build(), Searching("Within 30 days."));

        var run = await fixture.Runtime.RunAsync("shop", "returns 0.8", cancellationToken: Token);

        (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "Within 30 days."));
        var scored = (await EventsAsync(fixture, run)).OfType<AnswerScored>().ShouldHaveSingleItem();
        scored.ShouldBe(new AnswerScored(0.9781, new ConfidenceSignals(Retrieval: 0.8), 0.6, ScoreOutcome.Given));
        run.Confidence.ShouldBe(0.9781);
        (await fixture.Runtime.FindRunAsync(run.Run, cancellationToken: Token))!.Confidence.ShouldBe(0.9781);
        (await KindsAsync(fixture, run))[^2..].ShouldBe(["answer.scored", "run.finished"]);
    }

    [Fact]
    public async Task An_agent_without_a_threshold_scores_nothing()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Shop(scores: false).Build(), Searching(Guess));

        var run = await fixture.Runtime.RunAsync("shop", "returns 0", cancellationToken: Token);

        (run.Answer, run.Confidence).ShouldBe((Guess, null));
        (await KindsAsync(fixture, run)).ShouldNotContain("answer.scored");
    }

    [Theory]
    [InlineData("returns 0.1", "Within 14 days.")]
    [InlineData("returns 0.7", Guess)]
    [InlineData("returns none", "Within 14 days.")]
    public async Task An_answer_under_the_threshold_goes_to_a_person_and_not_to_the_user(string input, string answer)
    {
        await using var fixture = await RuntimeFixture.StartAsync(Shop().Build(), Searching(answer));

        var run = await fixture.Runtime.RunAsync("shop", input, cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Escalated);
        run.Answer.ShouldNotBeNull().ShouldSatisfyAllConditions(a => a.ShouldContain("not sure enough"), a => a.ShouldNotContain("14"));
        run.Confidence.ShouldNotBeNull().ShouldBeLessThan(0.6);
        var ticket = (await fixture.Runtime.Tickets.ListAsync(new TicketQuery(), Token)).ShouldHaveSingleItem();
        ticket.Reason.ShouldBe(TicketReason.LowConfidence);
        ticket.Summary.ShouldContain($"under the agent's threshold of 0.60");
        ticket.Summary.ShouldContain($"The answer that was not given: {answer}");
        run.Error.ShouldNotBeNull().ShouldContain("The confidence in the answer is 0.");
    }

    [Fact]
    public async Task What_was_not_said_is_not_in_the_conversation_afterwards()
    {
        var seen = new List<string>();
        var model = new ScriptedModel(turn =>
        {
            seen.AddRange(turn.Messages.Select(m => m.Text));
            return new ScriptedReply(turn.Input == "first" ? Guess : "Hello again.");
        });
        await using var fixture = await RuntimeFixture.StartAsync(Shop().Build(), model);
        var session = await fixture.Runtime.OpenSessionAsync("shop", cancellationToken: Token);
        await SayAsync(fixture, session.Id, "first");
        seen.Clear();

        (await SayAsync(fixture, session.Id, "second")).Answer.ShouldBe("Hello again.");

        seen.ShouldNotContain(Guess);
        seen.ShouldContain(text => text.StartsWith("I am not sure enough of my answer to give it to you", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_user_is_asked_once_and_then_a_person()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Shop(o => o with { Otherwise = LowConfidence.Ask, Question = "Which article is it?" }).Build(), new ScriptedModel(_ => new ScriptedReply(Guess)));
        var session = await fixture.Runtime.OpenSessionAsync("shop", cancellationToken: Token);

        var first = await SayAsync(fixture, session.Id, "How long?");
        var second = await SayAsync(fixture, session.Id, "The kettle.");
        var third = await SayAsync(fixture, session.Id, "And now?");

        (first.Reason, first.Answer).ShouldBe((TerminationReason.NeedsInput, "Which article is it?"));
        second.Reason.ShouldBe(TerminationReason.Escalated);
        third.Reason.ShouldBe(TerminationReason.NeedsInput, "what was asked two messages ago is another matter");
    }

    [Fact]
    public async Task Failed_and_invalid_calls_speak_against_an_answer_and_refused_ones_do_not()
    {
        var agent = Agent.Define("shop").ScoreAnswers(o => o with { AtLeast = 0.9 })
            .Use("look", "Looks.", (int page) => page == 0 ? throw new ToolException("There is no page 0.") : "A page.", ToolEffect.Read).Build();
        var model = ScriptedModel.Of(
            ScriptedReply.CallAll(("look", """{"page":0}"""), ("look", """{"page":"x"}"""), ("find", "{}")), new ScriptedReply("Done."));
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("shop", "Look", cancellationToken: Token);

        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Single().Signals.ShouldBe(new ConfidenceSignals(Invalid: 2, Failed: 1));
    }

    [Theory]
    [InlineData("look", "page 1", null)]
    [InlineData("note_down", "", 0.1)]
    public async Task What_was_found_says_nothing_about_an_answer_that_may_rest_on_another_tool(string tool, string result, double? retrieval)
    {
        var agent = Shop().TakesNotes().Use("look", "Looks.", (string title, string text) => result, ToolEffect.Read).Build();
        var model = new ScriptedModel(turn => turn.Step switch
        {
            0 => ScriptedReply.Call("search", """{"query":"0.1"}"""),
            1 => ScriptedReply.Call(tool, """{"title":"a","text":"b"}"""),
            _ => new ScriptedReply("Within 14 days."),
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("shop", "returns", cancellationToken: Token);

        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Single().Signals.ShouldBe(new ConfidenceSignals(Retrieval: retrieval));
    }

    [Fact]
    public async Task Replies_that_could_not_be_used_speak_against_an_answer()
    {
        var calls = 0;
        await using var fixture = await RuntimeFixture.StartAsync(Shop().Build(), new ScriptedModel(_ => new ScriptedReply(++calls < 3 ? "" : "Here.")));

        var run = await fixture.Runtime.RunAsync("shop", "Hi", cancellationToken: Token);

        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Single().Signals.Invalid.ShouldBe(2);
    }

    [Theory]
    [InlineData("Within 30 days.", 1, TerminationReason.Completed)]
    [InlineData("Within 14 days.", 0, TerminationReason.Escalated)]
    public async Task Samples_that_do_not_agree_speak_against_an_answer(string sample, double agreement, TerminationReason reason)
    {
        var looked = 0;
        var sampled = new List<(float? Temperature, bool Forbidden, string Last)>();
        var agent = Shop(o => o with { Samples = 3, SampleTemperature = 0.9f }, onSearch: () => looked++).Build();
        var model = new ScriptedModel(turn =>
        {
            if (turn.Purpose == Purposes.Sample)
            {
                sampled.Add((turn.Options!.Temperature, turn.Options.ToolMode == Microsoft.Extensions.AI.ChatToolMode.None, turn.Messages[^1].Text));
                return new ScriptedReply(sample);
            }

            return turn.Results.Count == 0 ? ScriptedReply.Call("search", """{"query":"0.5"}""") : new ScriptedReply("Within 30 days.");
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("shop", "returns", cancellationToken: Token);

        run.Reason.ShouldBe(reason);
        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Single().Signals.Agreement.ShouldBe(agreement);
        sampled.Count.ShouldBe(3);
        sampled.ShouldAllBe(s => s.Temperature == 0.9f && s.Forbidden && !s.Last.Contains("30"));
        looked.ShouldBe(1);
        var state = SessionLoader.Fold(RunState.Empty, await fixture.Store.ReadEventsAsync(run.Session, 1, long.MaxValue, Token));
        Enumerable.Range(0, state.Messages.Count).Count(i => state.Messages[i].Message.Text == sample).ShouldBe(reason == TerminationReason.Completed ? 1 : 0);
        state.Usage.Single(u => u.Purpose == Purposes.Sample).Calls.ShouldBe(3);
    }

    [Fact]
    public async Task Samples_that_the_budget_or_the_steps_do_not_allow_are_left_out_and_the_answer_is_scored_without()
    {
        var poor = Shop(o => o with { Samples = 4 }).Limit(l => l with { RunTokens = 3_300, OutputTokens = 1_000, Reserve = 0 }).Build();
        await using var fixture = await RuntimeFixture.StartAsync(poor, new ScriptedModel(_ => new ScriptedReply("Thirty days.") { InputTokens = 100, OutputTokens = 900 }));
        var run = await fixture.Runtime.RunAsync("shop", "returns", cancellationToken: Token);
        (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "Thirty days."));
        var events = await EventsAsync(fixture, run);
        events.OfType<BudgetRefused>().ShouldHaveSingleItem().Purpose.ShouldBe(Purposes.Sample);
        events.OfType<AnswerScored>().Single().Signals.Agreement.ShouldBe(1);

        var brief = Shop(o => o with { Samples = 4 }).Limit(l => l with { Steps = 2 }).Build();
        await using var other = await RuntimeFixture.StartAsync(brief, new ScriptedModel(_ => new ScriptedReply("Thirty days.")));
        run = await other.Runtime.RunAsync("shop", "returns", cancellationToken: Token);
        (run.Reason, run.Steps).ShouldBe((TerminationReason.Completed, 2));
    }

    [Fact]
    public async Task A_sample_that_fails_or_that_a_guard_would_stop_does_not_end_the_run()
    {
        var asked = 0;
        var model = new ScriptedModel(turn => turn.Purpose != Purposes.Sample ? new ScriptedReply("It is red.")
            : asked++ == 0 ? throw new ModelException(ErrorCategory.Overloaded, "busy") : new ScriptedReply("It is a forbidden blue."));
        var agent = Shop(o => o with { Samples = 2 }).Guard(new WordGuard("words", "forbidden", GuardMode.Block)).Build();
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("shop", "Which colour?", cancellationToken: Token);

        (await EventsAsync(fixture, run)).OfType<AnswerScored>().Single().Signals.Agreement.ShouldBe(0);
        (await EventsAsync(fixture, run)).OfType<ModelReplied>().Single(e => e.Purpose == Purposes.Sample).Text.ShouldNotBeNull().ShouldNotContain("forbidden");
        run.Reason.ShouldBe(TerminationReason.Escalated);
        run.Error.ShouldNotBeNull().ShouldStartWith("The confidence in the answer is", customMessage: "a sample that failed is no fault of the run");
        (await fixture.Runtime.Tickets.ListAsync(new TicketQuery(), Token)).ShouldHaveSingleItem().Reason.ShouldBe(TicketReason.LowConfidence);
    }

    [Fact]
    public async Task Nothing_of_an_answer_is_shown_before_it_is_scored()
    {
        await using var runtime = new AgentRuntime(new AgentCatalog([Shop().Build()]), PieceModel.Saying("I am not sure, it may be 14 days.").AsCatalog(), new InMemoryStore());
        await runtime.StartAsync(Token);
        var session = await runtime.OpenSessionAsync("shop", cancellationToken: Token);
        using var watch = runtime.Watch(session.Id);
        var accepted = await runtime.SendAsync(session.Id, "returns", cancellationToken: Token);

        var shown = new List<RunSignal>();
        await foreach (var signal in runtime.FollowAsync(accepted.Run, watch: watch, cancellationToken: Token))
        {
            shown.Add(signal);
        }

        shown.ShouldAllBe(signal => signal.Event != null);
    }

    [Fact]
    public async Task A_plan_s_answer_is_scored_too()
    {
        var agent = Shop().Follow(Pattern.PlanAndExecute()).Build();
        var model = new ScriptedModel(turn => turn.Purpose == "plan" ? new ScriptedReply("""{"reply":null,"steps":[{"title":"Look","tool":"search"}]}""")
            : turn.Results.Count == 0 ? ScriptedReply.Call("search", """{"query":"0.05"}""") : new ScriptedReply("Within 14 days."));
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("shop", "returns", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Escalated);
        (await fixture.Runtime.Tickets.ListAsync(new TicketQuery(), Token)).ShouldHaveSingleItem().Summary.ShouldContain("not given: Within 14 days.");
    }

    [Fact]
    public async Task A_specialist_is_held_to_its_own_threshold()
    {
        var other = Agent.Define("other").Describe("answers about everything else").Build();
        var router = Agent.Define("desk").RouteTo(Shop().Describe("answers about the shop").Build(), other).Build();
        var model = new ScriptedModel(turn => turn.Purpose == Purposes.Route ? new ScriptedReply($$"""{"agent":"{{turn.Input}}","confidence":1}""") : new ScriptedReply(Guess));
        await using var fixture = await RuntimeFixture.StartAsync(router, model);

        (await fixture.Runtime.RunAsync("desk", "shop", cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Escalated);
        (await fixture.Runtime.RunAsync("desk", "other", cancellationToken: Token)).Answer.ShouldBe(Guess);
    }

    [Fact]
    public async Task A_called_agent_that_is_not_sure_brings_its_caller_s_session_to_a_person()
    {
        var caller = Agent.Define("caller").Calls(Shop().Build(), share: 1).Build();
        var model = new ScriptedModel(turn => turn.Input.StartsWith("Ask", StringComparison.Ordinal) && turn.Step == 0 ? ScriptedReply.Call("shop", """{"task":"How long?"}""") : new ScriptedReply(Guess));
        await using var fixture = await RuntimeFixture.StartAsync(caller, model);

        var run = await fixture.Runtime.RunAsync("caller", "Ask the shop", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Escalated);
        (await fixture.Runtime.Tickets.ListAsync(new TicketQuery(), Token)).ShouldHaveSingleItem().Summary.ShouldContain("The confidence in the answer is");
    }

    [Fact]
    public void Options_that_cannot_be_are_refused_together()
    {
        var message = Should.Throw<HoldfastException>(() => Agent.Define("a").Follow(Pattern.PlanAndExecute()).ScoreAnswers(_ => new ConfidenceOptions
        {
            AtLeast = 1.5,
            Samples = 9,
            SampleTemperature = 0,
            Question = " ",
            StrongerTier = Tier.Fast,
            Weights = new ConfidenceWeights { Failed = -1 },
        }).Build()).Message;

        foreach (var part in (string[])["AtLeast is 1.5", "Samples is 9", "SampleTemperature is 0", "Question is empty", "StrongerTier is the fast tier", "Failed is -1", "Only an agent with the pattern ReAct"])
        {
            message.ShouldContain(part);
        }

        Should.Throw<HoldfastException>(() => Agent.Define("r").RouteTo(Agent.Define("x").Build(), Agent.Define("y").Build()).ScoreAnswers().Build()).Message.ShouldContain("say ScoreAnswers for its specialists");
    }

    [Fact]
    public void The_threshold_is_part_of_the_version() =>
        new[] { Shop(), Shop(o => o with { AtLeast = 0.7 }), Shop(scores: false), Shop(o => o with { Weights = new() { Bias = 1 } }) }.Select(a => a.Build().Version).ShouldBeUnique();

    private static AgentBuilder Shop(Func<ConfidenceOptions, ConfidenceOptions>? options = null, bool scores = true, Action? onSearch = null)
    {
        var builder = Agent.Define("shop").Use(ToolMethods.Of(
            "search",
            "Searches the pages.",
            (string query) =>
            {
                onSearch?.Invoke();
                return query == "none" ? """{"passages":[]}""" : $$"""{"passages":[{"coverage":0.01},{"coverage":{{query}}}]}""";
            },
            new ToolAttribute { Effect = ToolEffect.Read, Retrieves = true, Returns = Integrity.Trusted }));
        return scores ? builder.ScoreAnswers(options ?? (static o => o)) : builder;
    }

    /// <summary>Searches for the second word of what is asked, and then answers.</summary>
    private static ScriptedModel Searching(string answer) =>
        new(turn => turn.Step == 0 ? ScriptedReply.Call("search", $$"""{"query":"{{turn.Input.Split(' ')[1]}}"}""") : new ScriptedReply(answer));

    private static async Task<RunResult> SayAsync(RuntimeFixture fixture, Guid session, string text) =>
        await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session, text, cancellationToken: Token)).Run, cancellationToken: Token);

    private static async Task<List<RunEvent>> EventsAsync(RuntimeFixture fixture, RunResult run) =>
        [.. (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(EventCodec.Decode)];

    private static async Task<List<string>> KindsAsync(RuntimeFixture fixture, RunResult run) => [.. (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(e => e.Kind)];
}
