using System.Collections.Concurrent;
using Holdfast.Agents;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tests.Runs;
using Holdfast.Tools;

namespace Holdfast.Tests.People;

/// <summary>A rule by which the user confirms every write: only a plain yes, to the question that was asked, said after it, carries out exactly that.</summary>
public sealed class ConfirmationTests
{
    private readonly ConcurrentQueue<string> paid = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Yes, please!", true)]
    [InlineData("ok, go ahead", true)]
    [InlineData("that is correct", true)]
    [InlineData("do it, yes", true)]
    [InlineData("Is that right", false)]
    [InlineData("is this the right one", false)]
    [InlineData("Right?", false)]
    [InlineData("ok？", false)]
    [InlineData("Do I confirm that", false)]
    [InlineData("yes to the other one", false)]
    [InlineData("no", false)]
    [InlineData("go ahead", false)]
    [InlineData("👍", false)]
    public void Only_a_plain_yes_agrees(string text, bool agrees) => Agreement.IsIn(text).ShouldBe(agrees);

    [Fact]
    public async Task A_yes_that_was_sent_before_the_question_was_asked_is_none()
    {
        RuntimeFixture? running = null;
        AcceptedRun? early = null;
        var impatient = ToolMethods.Of("look_up", "Looks the account up.", async (ToolContext context) =>
        {
            // The user says it while the run that will ask goes on.
            early ??= await running!.Runtime.SendAsync(context.Session, "yes", cancellationToken: Token);
            return "found";
        }, new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted });
        var agent = Agent.Define("payer").UseToolsOf(new Purse(paid)).Use(impatient).Rule(new PolicyRule("sure", PolicyDecision.Confirm)).Build();
        await using var fixture = await RuntimeFixture.StartAsync(agent, ScriptedModel.Of(ScriptedReply.Call("look_up"), Pay("Bob"), new ScriptedReply("Done.")));
        running = fixture;
        var session = (await fixture.Runtime.OpenSessionAsync("payer", cancellationToken: Token)).Id;
        var first = await fixture.Runtime.SendAsync(session, "Pay Bob", cancellationToken: Token);

        (await fixture.Runtime.WaitAsync(first.Run, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.NeedsInput);
        (await fixture.Runtime.WaitAsync(early.ShouldNotBeNull().Run, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.NeedsInput, "Nothing had been asked when it was said.");
        paid.ShouldBeEmpty();
        (await SayAsync(fixture, session, "yes")).Reason.ShouldBe(TerminationReason.Completed);
        paid.ShouldBe(["Bob"]);
    }

    [Fact]
    public async Task Of_two_actions_in_one_reply_the_first_is_asked_about_and_then_the_second()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), new ScriptedModel(turn => turn.Step == 0
            ? ScriptedReply.CallAll(("pay", """{"to":"Bob"}"""), ("pay", """{"to":"Eve"}"""))
            : new ScriptedReply("Done.")));
        var asked = await fixture.Runtime.RunAsync("payer", "Pay Bob and Eve", cancellationToken: Token);
        asked.Answer.ShouldNotBeNull().ShouldContain("'Bob'");
        var events = await fixture.Runtime.ReadRunAsync(asked.Run, cancellationToken: Token);
        events!.Select(EventCodec.Decode).OfType<ConfirmationAsked>().ShouldHaveSingleItem();
        paid.ShouldBeEmpty();

        // The model asks for both again each time; each yes is for one.
        (await SayAsync(fixture, asked.Session, "yes")).Answer.ShouldNotBeNull().ShouldContain("'Eve'");
        paid.ShouldBe(["Bob"]);
        await SayAsync(fixture, asked.Session, "no");
        paid.ShouldBe(["Bob"]);
    }

    [Fact]
    public async Task A_question_that_a_guard_held_back_or_changed_was_not_asked()
    {
        var agent = Agent.Define("payer").UseToolsOf(new Purse(paid)).Rule(new PolicyRule("sure", PolicyDecision.Confirm)).WithoutGuards().Guard(new NamesGuard()).Build();
        await using var fixture = await RuntimeFixture.StartAsync(agent, new ScriptedModel(turn => turn.Step == 0 ? Pay("Mallory") : new ScriptedReply("Done.")));
        var asked = await fixture.Runtime.RunAsync("payer", "Pay my friend", cancellationToken: Token);
        asked.Answer.ShouldNotBeNull().ShouldContain("'[name]'");

        (await SayAsync(fixture, asked.Session, "yes")).Reason.ShouldBe(TerminationReason.NeedsInput);
        paid.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_yes_delivered_twice_is_one_yes()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), new ScriptedModel(turn => turn.Step == 0 ? Pay("Bob") : new ScriptedReply("Done.")));
        var asked = await fixture.Runtime.RunAsync("payer", "Pay Bob", cancellationToken: Token);
        var send = new SendOptions { IdempotencyKey = "the yes" };
        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.Runtime.SendAsync(asked.Session, "yes", send, Token)));
        accepted.Select(a => a.Run).Distinct().ShouldHaveSingleItem();
        (await fixture.Runtime.WaitAsync(accepted[0].Run, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Completed);
        (await SayAsync(fixture, asked.Session, "yes")).Reason.ShouldBe(TerminationReason.NeedsInput, "Another yes is for another question.");
        paid.ShouldBe(["Bob"]);
    }

    private static async Task<RunResult> SayAsync(RuntimeFixture fixture, Guid session, string text) =>
        await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session, text, cancellationToken: Token)).Run, cancellationToken: Token);

    private static ScriptedReply Pay(string to) => ScriptedReply.Call("pay", $$"""{"to":"{{to}}"}""");

    private Agent Payer() => Agent.Define("payer").UseToolsOf(new Purse(paid)).Rule(new PolicyRule("sure", PolicyDecision.Confirm)).Build();

    private sealed class Purse(ConcurrentQueue<string> paid)
    {
        [Tool(Idempotent = true, Returns = Integrity.Trusted), System.ComponentModel.Description("Pays somebody.")]
        public string Pay([System.ComponentModel.Description("Whom.")] string to)
        {
            paid.Enqueue(to);
            return "paid";
        }
    }

    private sealed class NamesGuard : Guard
    {
        public override string Name => "names";

        public override GuardPoint Points => GuardPoint.Output;

        public override GuardMode Mode => GuardMode.Redact;

        public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
        {
            var at = text.Text.IndexOf("Mallory", StringComparison.Ordinal);
            return new(at < 0 ? [] : [new GuardFinding("name", at, "Mallory".Length, Replacement: "[name]")]);
        }
    }
}
