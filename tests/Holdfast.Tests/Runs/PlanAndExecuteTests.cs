using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Runs.Patterns;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

public class PlanAndExecuteTests
{
    private static readonly List<string> None = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Agent Planner(List<string> done, bool confirm = false) => Agent.Define("planner")
        .Use("do_it", "Does something.", ([Description("What")] string what) => { done.Add(what); return $"did {what}"; }, ToolEffect.Write)
        .Follow(Pattern.PlanAndExecute(confirm)).Build();

    private static ScriptedReply Plan(params string[] steps) => new(
        $$"""{"reply":null,"steps":[{{string.Join(',', steps.Select(s => $$"""{"title":"{{s}}","tool":"do_it"}"""))}}]}""");

    private static string Instruction(ScriptedTurn turn) => turn.Messages[^1].Text;

    private static ScriptedReply Act(ScriptedTurn turn, string step) =>
        turn.Results.Count == 0 ? ScriptedReply.Call("do_it", $$"""{"what":"{{step}}"}""") : new ScriptedReply($"Done: {step}.");

    [Fact]
    public async Task Each_step_is_carried_out_and_checkpointed_in_order()
    {
        var done = new List<string>();
        var model = new ScriptedModel(turn => turn.Purpose switch
        {
            "plan" => Plan("wash", "cut"),
            "answer" => new ScriptedReply("Washed and cut."),
            _ => Act(turn, Instruction(turn).Contains("step 1") ? "wash" : "cut"),
        });
        await using var fixture = await RuntimeFixture.StartAsync(Planner(done), model);

        var run = await fixture.Runtime.RunAsync("planner", "Wash and cut", cancellationToken: Token);

        run.Answer.ShouldBe("Washed and cut.");
        done.ShouldBe(["wash", "cut"]);
        var kinds = (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(e => e.Kind).ToList();
        kinds.Count(k => k == "step.finished").ShouldBe(2);
        kinds.IndexOf("plan.made").ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_to_do_is_answered_without_steps()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Planner(None), new ScriptedModel(_ => new ScriptedReply("""{"reply":"For which day?","steps":[]}""")));

        var run = await fixture.Runtime.RunAsync("planner", "Book", cancellationToken: Token);

        run.Answer.ShouldBe("For which day?");
        run.Reason.ShouldBe(TerminationReason.NeedsInput);
    }

    [Fact]
    public async Task A_plan_is_carried_out_only_after_the_user_s_yes()
    {
        var done = new List<string>();
        var model = new ScriptedModel(turn => turn.Purpose == "plan" ? Plan("wash") : Act(turn, "wash"));
        await using var fixture = await RuntimeFixture.StartAsync(Planner(done, confirm: true), model);
        var session = await fixture.Runtime.OpenSessionAsync("planner", cancellationToken: Token);

        var asked = await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, "Wash", cancellationToken: Token)).Run, cancellationToken: Token);
        done.ShouldBeEmpty();
        asked.Reason.ShouldBe(TerminationReason.NeedsInput);
        asked.Answer.ShouldNotBeNull().ShouldContain("1. wash");

        var carriedOut = await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, "Yes!", cancellationToken: Token)).Run, cancellationToken: Token);
        done.ShouldBe(["wash"]);
        carriedOut.Reason.ShouldBe(TerminationReason.Completed);
        carriedOut.Answer.ShouldBe("Done: wash.");
    }

    [Fact]
    public async Task A_failed_step_is_tried_again_then_planned_anew()
    {
        var done = new List<string>();
        var model = new ScriptedModel(turn => turn.Purpose switch
        {
            "plan" => Instruction(turn).Contains("failed") ? Plan("another way") : Plan("one way"),
            _ => Instruction(turn).Contains("one way") ? new ScriptedReply("FAILED: the way is blocked") : Act(turn, "another way"),
        });
        await using var fixture = await RuntimeFixture.StartAsync(Planner(done), model);

        var run = await fixture.Runtime.RunAsync("planner", "Go", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Completed);
        done.ShouldBe(["another way"]);
    }

    [Fact]
    public async Task When_no_plan_works_the_run_ends_as_tool_failed()
    {
        var model = new ScriptedModel(turn => turn.Purpose == "plan" ? Plan("go") : new ScriptedReply("FAILED: blocked"));
        await using var fixture = await RuntimeFixture.StartAsync(Planner(None), model);

        var run = await fixture.Runtime.RunAsync("planner", "Go", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.ToolFailed);
        run.Answer.ShouldNotBeNull().ShouldContain("blocked");
    }

    [Fact]
    public async Task A_step_that_is_not_needed_is_skipped_and_one_that_needs_the_user_asks()
    {
        var model = new ScriptedModel(turn => turn.Purpose == "plan" ? Plan("first", "second")
            : Instruction(turn).Contains("first") ? new ScriptedReply("SKIP: not needed") : new ScriptedReply("ASK: Which colour"));
        await using var fixture = await RuntimeFixture.StartAsync(Planner(None), model);

        var run = await fixture.Runtime.RunAsync("planner", "Go", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.NeedsInput);
        run.Answer.ShouldBe("Which colour");
    }
}
