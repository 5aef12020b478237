using System.Text;
using Holdfast.Agents;
using Holdfast.Caching;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Memory;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Holdfast.Testing;
using Holdfast.Tests.Runs;
using Holdfast.Tools;

namespace Holdfast.Tests.Caching;

/// <summary>What was answered is answered again, and never to somebody or about something else.</summary>
public sealed class AnswerCacheTests
{
    private static readonly Principal Ann = new("acme", "ann", []);

    private readonly InMemoryStore store = new();
    private readonly FakeTime time = new();
    private int asked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_answered_again_without_a_model_and_the_journal_says_by_which_run()
    {
        await using var fixture = await StartAsync(Shop().CacheAnswers());
        var first = await fixture.Runtime.RunAsync("shop", "How long do I have to return shoes?", Ann, Token);
        time.Advance(TimeSpan.FromMinutes(5));

        var again = await fixture.Runtime.RunAsync("shop", "hello, how long do I have to return shoes, please", Ann with { User = "bob" }, Token);

        asked.ShouldBe(1);
        again.ShouldSatisfyAllConditions(
            r => r.Reason.ShouldBe(TerminationReason.Completed), r => r.Answer.ShouldBe(first.Answer), r => r.Steps.ShouldBe(0), r => r.InputTokens.ShouldBe(0), r => r.Cost.ShouldBe(0));
        var found = (await EventsAsync(again)).OfType<AnswerLookedUp>().ShouldHaveSingleItem();
        found.ShouldSatisfyAllConditions(e => e.Origin.ShouldBe(first.Run), e => e.AgeSeconds.ShouldBe(300), e => e.Similarity.ShouldBeInRange(0.6, 1));
        (await EventsAsync(first)).OfType<AnswerLookedUp>().ShouldHaveSingleItem().Answer.ShouldBeNull();
        (await FiguresAsync()).ShouldBe(new AnswerFigures("acme", "shop", 1, 1, 0));
    }

    [Fact]
    public async Task An_agent_that_does_not_say_so_caches_nothing()
    {
        await using var fixture = await StartAsync(Shop());
        var run = await AskTwiceAsync(fixture);
        asked.ShouldBe(2);
        (await EventsAsync(run)).OfType<AnswerLookedUp>().ShouldBeEmpty();
        (await store.SumLookupsAsync(null, null, null, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_crosses_tenants_versions_rights_or_models_and_users_where_they_are_kept_apart()
    {
        var dice = new Random(11);
        string[] tenants = ["acme", "globex"], users = ["ann", "bob"], scopes = ["", "staff"], instructions = ["Be brief.", "Be polite."], models = ["one", "two"];
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 120; i++)
        {
            var (tenant, user, scope, instruction, model, perUser) = (Pick(tenants), Pick(users), Pick(scopes), Pick(instructions), Pick(models), dice.Next(2) == 0);
            var mine = $"{tenant} {(perUser ? user : "all")} {scope} {instruction} {model} {perUser}";
            var agent = Agent.Define("shop").Instruct(instruction).CacheAnswers(c => c with { PerUser = perUser }).Build();
            var catalog = new ModelCatalog([new ModelEndpoint(new ModelProvider(model), model, new ScriptedModel(_ => new ScriptedReply($"Answer for {mine}")))]);
            time.Advance(TimeSpan.FromSeconds(1));
            await using var fixture = await RuntimeFixture.StartAsync(agent, catalog, store: store, time: time);

            var run = await fixture.Runtime.RunAsync("shop", "How long do I have to return shoes?", new Principal(tenant, user, scope.Length == 0 ? [] : [scope]), Token);

            run.Answer.ShouldBe($"Answer for {mine}");
            (run.Steps == 0).ShouldBe(!given.TryAdd(mine, run.Answer!), mine);
        }

        string Pick(string[] from) => from[dice.Next(from.Length)];
    }

    [Fact]
    public async Task An_answer_from_trusted_documents_is_given_until_they_change_and_one_from_strangers_never()
    {
        var bases = new KnowledgeBases(store.Knowledge);
        await bases.SaveAsync("acme", "handbook", cancellationToken: Token);
        await PutAsync(bases, "30 days");
        await using var fixture = await StartAsync(Shop().Knows(bases, "handbook", "returns", trusted: true).CacheAnswers(), Searching);
        await AskTwiceAsync(fixture);
        asked.ShouldBe(2, "a search and an answer, once");

        await PutAsync(bases, "60 days");
        (await fixture.Runtime.RunAsync("shop", Question, Ann, Token)).Answer.ShouldNotBeNull().ShouldContain("60 days");
        asked.ShouldBe(4);

        asked = 0;
        await using var strangers = await StartAsync(Shop().Knows(bases, "handbook", "returns").CacheAnswers(), Searching);
        await AskTwiceAsync(strangers);
        asked.ShouldBe(4, "what strangers wrote is read each time");
    }

    [Fact]
    public async Task What_rests_on_anything_else_is_never_given_again()
    {
        await NotCachedAsync(Shop().Use("order", "Orders.", () => "Done.", ToolEffect.Write), turn => turn.Results.Count == 0 ? ScriptedReply.Call("order") : new ScriptedReply("Ordered."));
        await NotCachedAsync(Shop().Use("stock", "Looks.", () => "7", ToolEffect.Read), turn => turn.Results.Count == 0 ? ScriptedReply.Call("stock") : new ScriptedReply("7 left."));
        await NotCachedAsync(Shop(), _ => new ScriptedReply("We are open today until six."));
        await NotCachedAsync(Shop(), _ => new ScriptedReply("30 days."), "Are you open today?");
        await NotCachedAsync(Shop().Limit(l => l with { RunTokens = 10 }), _ => new ScriptedReply("30 days."));
        await NotCachedAsync(Shop().Escalates(), turn => turn.Results.Count == 0 ? ScriptedReply.Call("ask_for_a_person", """{"summary":"help"}""") : new ScriptedReply("Wait."));
        var fails = false;
        await NotCachedAsync(Shop(), _ => (fails = !fails) ? throw new ModelException(ErrorCategory.Auth, "no") : new ScriptedReply("30 days."), fallback: true);
    }

    [Fact]
    public async Task Only_the_first_message_of_a_session_is_answered_again()
    {
        await using var fixture = await StartAsync(Shop().CacheAnswers());
        await AskTwiceAsync(fixture);
        var session = await fixture.Runtime.OpenSessionAsync("shop", Ann, cancellationToken: Token);
        foreach (var text in new[] { "Which shoes are red?", Question })
        {
            await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, text, cancellationToken: Token)).Run, cancellationToken: Token);
        }

        asked.ShouldBe(3, "the second message follows the first");
    }

    [Fact]
    public async Task A_user_of_whom_something_is_remembered_gets_an_answer_of_their_own()
    {
        await using var fixture = await StartAsync(Shop().Remembers().CacheAnswers());
        await AskTwiceAsync(fixture);
        asked.ShouldBe(1);
        await store.RememberAsync(
            new MemoryItem { Id = Guid.NewGuid(), Kind = MemoryKind.Fact, Tenant = "acme", User = "ann", Agent = "shop", Subject = "user", Key = "size", Text = "43", Trusted = true, At = time.GetUtcNow(), By = "agent" }, Token);
        await fixture.Runtime.RunAsync("shop", Question, Ann, Token);
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_lives_for_its_time_and_goes_when_somebody_says_that_it_is_wrong()
    {
        await using var fixture = await StartAsync(Shop().CacheAnswers(c => c with { Lifetime = TimeSpan.FromHours(1) }));
        await AskTwiceAsync(fixture);
        time.Advance(TimeSpan.FromHours(1));
        var run = await AskTwiceAsync(fixture);
        asked.ShouldBe(2);

        await fixture.Runtime.GiveFeedbackAsync(new FeedbackGiven(run.Run, "bob", Rating: 1), cancellationToken: Token);
        await AskTwiceAsync(fixture);
        asked.ShouldBe(2);
        await fixture.Runtime.GiveFeedbackAsync(new FeedbackGiven(run.Run, "bob", Rating: -1), cancellationToken: Token);
        var made = await fixture.Runtime.RunAsync("shop", Question, Ann, Token);
        asked.ShouldBe(3, "the run that was judged had given it again");
        await fixture.Runtime.GiveFeedbackAsync(new FeedbackGiven(made.Run, "bob", Correction: "60 days."), cancellationToken: Token);
        await fixture.Runtime.RunAsync("shop", Question, Ann, Token);
        asked.ShouldBe(4);
        (await FiguresAsync()).Reported.ShouldBe(2);
    }

    [Fact]
    public async Task Guards_look_at_an_answer_that_is_given_again()
    {
        await using (var fixture = await StartAsync(Shop().CacheAnswers()))
        {
            await AskTwiceAsync(fixture);
        }

        var guard = new SwitchedGuard();
        await using var guarded = await StartAsync(Shop().Guard(guard).CacheAnswers());
        await guarded.Runtime.RunAsync("shop", Question, Ann, Token);
        guard.Blocks = true;
        (await guarded.Runtime.RunAsync("shop", Question, Ann, Token)).Reason.ShouldBe(TerminationReason.BlockedByGuard);
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_cache_of_the_same_words_only_and_options_that_make_no_sense()
    {
        await using var fixture = await StartAsync(Shop().CacheAnswers(c => c with { Similar = false }));
        await AskTwiceAsync(fixture);
        await fixture.Runtime.RunAsync("shop", Question.ToUpperInvariant() + "!", Ann, Token);
        asked.ShouldBe(1);
        await fixture.Runtime.RunAsync("shop", "Hello, " + Question, Ann, Token);
        asked.ShouldBe(2);
        Should.Throw<HoldfastException>(() => Shop().CacheAnswers(c => c with { Lifetime = TimeSpan.Zero, Threshold = 2 }).Build())
            .Message.ShouldSatisfyAllConditions(m => m.ShouldContain("Lifetime"), m => m.ShouldContain("Threshold"));
        Shop().CacheAnswers().Build().Version.ShouldNotBe(Shop().Build().Version);
    }

    private const string Question = "How long do I have to return shoes?";

    private static AgentBuilder Shop() => Agent.Define("shop").Instruct("You answer for a shop.");

    private static ScriptedReply Searching(ScriptedTurn turn) =>
        turn.Results.Count == 0 ? ScriptedReply.Call("search_handbook", """{"query":"return shoes"}""") : new ScriptedReply(turn.Results[0].Contains("60") ? "60 days" : "30 days");

    private async Task NotCachedAsync(AgentBuilder agent, Func<ScriptedTurn, ScriptedReply> mind, string question = Question, bool fallback = false)
    {
        asked = 0;
        var runs = 0;
        ModelEndpoint[] chain = [Endpoint("a", mind), .. fallback ? [Endpoint("b", _ => new ScriptedReply("I know little."))] : Array.Empty<ModelEndpoint>()];
        await using var fixture = await RuntimeFixture.StartAsync(agent.CacheAnswers().Build(), new ModelCatalog(chain), time: time);
        for (; runs < 2; runs++)
        {
            (await EventsAsync(await fixture.Runtime.RunAsync("shop", question, Ann, Token), fixture.Store)).OfType<AnswerLookedUp>().ShouldAllBe(e => e.Answer == null);
        }
    }

    private ModelEndpoint Endpoint(string name, Func<ScriptedTurn, ScriptedReply> mind) => new(new ModelProvider(name, new ModelProviderOptions { RetryDelays = [] }, time), name, new ScriptedModel(mind));

    private async Task<RunResult> AskTwiceAsync(RuntimeFixture fixture)
    {
        await fixture.Runtime.RunAsync("shop", Question, Ann, Token);
        return await fixture.Runtime.RunAsync("shop", Question, Ann, Token);
    }

    private Task<RuntimeFixture> StartAsync(AgentBuilder agent, Func<ScriptedTurn, ScriptedReply>? mind = null)
    {
        // Ids of the runtimes of one store differ by the time.
        time.Advance(TimeSpan.FromSeconds(1));
        return RuntimeFixture.StartAsync(agent.Build(), Model(mind), store: store, time: time);
    }

    private ScriptedModel Model(Func<ScriptedTurn, ScriptedReply>? mind) =>
        new(turn =>
        {
            asked++;
            return mind?.Invoke(turn) ?? new ScriptedReply("Within 30 days.");
        });

    private static Task PutAsync(KnowledgeBases bases, string days) => bases.PutAsync(
        "acme", "handbook", new KnowledgeSource { Path = "a.txt", Content = Encoding.UTF8.GetBytes($"Return shoes within {days}."), MediaType = "text/plain" }, Token);

    private async Task<AnswerFigures> FiguresAsync() => (await store.SumLookupsAsync("acme", null, null, Token)).ShouldHaveSingleItem();

    private async Task<IEnumerable<RunEvent>> EventsAsync(RunResult run, IJournalStore? from = null) =>
        (await (from ?? store).ReadEventsAsync(run.Session, 1, long.MaxValue, Token)).Select(EventCodec.Decode);

    /// <summary>A guard that changes its mind, as one does that asks a list.</summary>
    private sealed class SwitchedGuard : Guard
    {
        public bool Blocks { get; set; }

        public override string Name => "switched";

        public override GuardPoint Points => GuardPoint.Output;

        public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken) =>
            new(Blocks ? [new GuardFinding("word", 0, 1)] : Array.Empty<GuardFinding>());
    }
}
