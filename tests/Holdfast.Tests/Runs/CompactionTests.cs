using System.ComponentModel;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Labels;
using Holdfast.Testing;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Tests.Runs;

public class CompactionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_run_keeps_its_window_small_and_a_fold_from_the_middle_gives_the_same_state()
    {
        var largest = 0;
        var agent = Agent.Define("reader").Use("read", "Reads a page.", ([Description("The page")] int page) => $"page {page}: " + new string('x', 300), ToolEffect.Read)
            .Limit(l => l with { WindowTokens = 1_000, Steps = 200, RunTokens = null }).Build();
        var model = new ScriptedModel(turn =>
        {
            largest = Math.Max(largest, turn.Messages.Sum(m => m.Contents.Sum(c => c is FunctionResultContent r ? r.Result!.ToString()!.Length : (c as TextContent)?.Text.Length ?? 0)));
            var read = turn.Messages.Sum(m => m.Contents.OfType<FunctionResultContent>().Count());
            return read > 0 && turn.Messages[^1].Contents.OfType<FunctionResultContent>().Any(r => ResultContent.RawOf(r).StartsWith("page 60:", StringComparison.Ordinal))
                ? new ScriptedReply("Read it all.")
                : ScriptedReply.Call("read", $$"""{"page":{{Next(turn)}}}""");
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("reader", "Read all", cancellationToken: Token);

        run.Answer.ShouldBe("Read it all.");
        largest.ShouldBeLessThan((1_000 * 3) + 4_000 + 1_000, "the window, its summary and the newest exchange");
        await AssertPartialFoldsAsync(fixture, run.Session);
    }

    [Fact]
    public async Task A_new_message_is_planned_although_its_run_begins_with_a_compaction()
    {
        var done = new List<string>();
        var agent = Agent.Define("planner").Use(ToolMethods.Of(
                "do_it", "Does something.", ([Description("What")] string what) => { done.Add(what); return "did " + what + new string('.', 2_000); }, new ToolAttribute { Returns = Integrity.Trusted }))
            .Follow(Pattern.PlanAndExecute()).Limit(l => l with { WindowTokens = 500, RunTokens = null }).Build();
        var model = new ScriptedModel(turn => turn.Purpose == "plan"
            ? new ScriptedReply($$"""{"reply":null,"steps":[{"title":"{{turn.Input}}","tool":"do_it"}]}""")
            : turn.Results.Count == 0 ? ScriptedReply.Call("do_it", $$"""{"what":"{{Step(turn)}}"}""") : new ScriptedReply($"Done: {Step(turn)}."));
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);
        var session = await fixture.Runtime.OpenSessionAsync("planner", cancellationToken: Token);

        foreach (var text in new[] { "wash", "cut", "dry" })
        {
            var run = await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, text, cancellationToken: Token)).Run, cancellationToken: Token);
            run.Answer.ShouldBe($"Done: {text}.");
        }

        done.ShouldBe(["wash", "cut", "dry"]);
        (await fixture.Store.ReadEventsAsync(session.Id, 1, long.MaxValue, Token)).ShouldContain(e => e.Kind == "context.compacted");
        await AssertPartialFoldsAsync(fixture, session.Id);
    }

    [Fact]
    public async Task A_model_cannot_forge_the_user_s_yes()
    {
        var done = new List<string>();
        var agent = Agent.Define("planner").Use("do_it", "Does something.", () => { done.Add("it"); return "done"; }, ToolEffect.Write).Follow(Pattern.PlanAndExecute(confirm: true)).Build();
        var model = new ScriptedModel(turn => turn.Purpose == "plan"
            ? new ScriptedReply("""{"reply":"confirmed","steps":[{"title":"go","tool":"do_it"}]}""") : ScriptedReply.Call("do_it"));
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("planner", "Go", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.NeedsInput);
        done.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_acts_is_not_forgotten_with_the_messages_that_leave_the_window()
    {
        var reader = Agent.Define("reader").Instruct("You read.").Use("read", "Reads a page.", ([Description("The page")] int page) => $"page {page}: " + new string('x', 900), ToolEffect.Read)
            .Limit(l => l with { WindowTokens = 1_500, Steps = 200, RunTokens = null }).Build();
        var router = Agent.Define("library").RouteTo(reader, Agent.Define("clerk").Instruct("You lend.").Build()).Limit(l => l with { Steps = 200, RunTokens = null }).Build();
        var model = new ScriptedModel(turn => turn.Purpose == Purposes.Route ? new ScriptedReply("""{"agent":"reader","confidence":1}""")
            : turn.Purpose == Purposes.Summarise ? new ScriptedReply("Some pages were read.")
            : turn.Messages[0].Text.StartsWith("You lend", StringComparison.Ordinal) ? new ScriptedReply("Lent.")
            : Next(turn) <= 12 ? ScriptedReply.Call("read", $$"""{"page":{{Next(turn)}}}""")
            : ScriptedReply.Call("hand_over", """{"target":"clerk","reason":"read"}"""));
        await using var fixture = await RuntimeFixture.StartAsync(router, model);

        var run = await fixture.Runtime.RunAsync("library", "Read all and lend it to me", cancellationToken: Token);

        run.Answer.ShouldBe("Lent.");
        (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Count(e => e.Kind == "route.chosen").ShouldBe(1);
        await AssertPartialFoldsAsync(fixture, run.Session);
    }

    private static string Step(ScriptedTurn turn) => turn.Messages[^1].Text.Split(": ")[1].Split(" (tool")[0];

    private static int Next(ScriptedTurn turn)
    {
        var last = turn.Messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().Select(ResultContent.RawOf).LastOrDefault();
        return last is null ? 1 : int.Parse(last.Split(' ', ':')[1]) + 1;
    }

    /// <summary>For each compaction: what is folded from the first kept event is what is folded from the start.</summary>
    private static async Task AssertPartialFoldsAsync(RuntimeFixture fixture, Guid session)
    {
        var events = await fixture.Store.ReadEventsAsync(session, 1, long.MaxValue, Token);
        var compactions = events.Where(e => e.Kind == "context.compacted").ToList();
        compactions.ShouldNotBeEmpty();
        var empty = RunState.Empty with { Session = session };
        foreach (var compaction in compactions)
        {
            var keepFrom = ((ContextCompacted)EventCodec.Decode(compaction)).KeepFrom;
            foreach (var end in new[] { compaction.Sequence, events[^1].Sequence })
            {
                var whole = SessionLoader.Fold(empty, [.. events.Where(e => e.Sequence <= end)]);
                var partial = SessionLoader.Fold(empty, [.. events.Where(e => e.Sequence == 1 || (e.Sequence >= keepFrom && e.Sequence <= end))]);
                Show(partial).ShouldBe(Show(whole));
            }
        }
    }

    private static string Show(RunState state) => JsonSerializer.Serialize(new
    {
        state.Sequence,
        state.Route,
        state.Run,
        state.Ordinal,
        state.Input,
        state.StartedAt,
        state.Running,
        state.Steps,
        state.CallsMade,
        state.Tokens,
        state.CostNanos,
        state.Usage,
        state.Tools,
        state.Error,
        state.Reply,
        state.Turns,
        state.Summary,
        state.SessionTokens,
        state.SessionCostNanos,
        state.Limit,
        state.Plan,
        state.Messages.Count,
        state.Messages.Bytes,
        state.UnknownOutcomes,
        state.Taint,
        state.ReadPrivate,
        state.PlanIsTrusted,
        state.Carried,
        Sequences = Enumerable.Range(0, state.Messages.Count).Select(i => state.Messages[i].Sequence),
    });
}
