using System.Collections.Concurrent;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tests.Runs;
using Holdfast.Tools;

namespace Holdfast.Tests.People;

/// <summary>A call that policy holds back waits for people, and what they decide holds for exactly that call, once.</summary>
public sealed class ApprovalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<decimal> paid = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_approved_call_is_carried_out_once_and_the_run_goes_on()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);

        (run.Status, run.Reason).ShouldBe((RunStatus.Waiting, null));
        run.Answer.ShouldNotBeNull().ShouldContain("A person has to look at this");
        paid.ShouldBeEmpty();
        var approval = run.Approval.ShouldNotBeNull();
        (approval.Tool, approval.Rule, approval.Status, approval.Preview).ShouldBe(("pay", "large", ApprovalStatus.Pending, "Pays 80 to the shop."));
        approval.Arguments.ShouldBe("""{"amount":80}""");
        (await fixture.Store.FindSessionAsync(run.Session, Token)).ShouldNotBeNull().Status.ShouldBe(SessionStatus.Waiting);

        await fixture.Runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(true, "ann") { Digest = approval.Digest }, cancellationToken: Token);
        var ended = await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);

        (ended.Status, ended.Reason, ended.Answer).ShouldBe((RunStatus.Finished, TerminationReason.Completed, "Done."));
        paid.ShouldBe([80m]);
        var decided = (await fixture.Runtime.Approvals.FindAsync(approval.Id, cancellationToken: Token)).ShouldNotBeNull();
        (decided.Status, decided.DecidedBy, decided.Decisions).ShouldBe((ApprovalStatus.Approved, "ann", 1));
        await RefusedAsync("approval-decided", () => fixture.Runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(true, "bob"), cancellationToken: Token));
        paid.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_call_is_not_carried_out_and_the_model_is_told_why()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80, echo: true));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        await fixture.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(false, "ann") { Reason = "not in the budget" }, cancellationToken: Token);

        var ended = await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);
        ended.Answer.ShouldNotBeNull().ShouldContain("A person looked at it and said no: not in the budget.");
        paid.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_decides_so_people_are_reminded_and_then_it_is_rejected_and_the_user_told()
    {
        var time = new FakeTime();
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80, echo: true), time: time);
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);

        await AdvanceUntilAsync(time, TimeSpan.FromHours(12), async () => (await KindsAsync(fixture, run)).Contains("approval.reminded"));
        (await fixture.Runtime.FindRunAsync(run.Run, cancellationToken: Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Waiting);
        await AdvanceUntilAsync(time, TimeSpan.FromHours(12), async () => (await fixture.Runtime.FindRunAsync(run.Run, cancellationToken: Token))!.Status == RunStatus.Finished);

        var ended = await fixture.Runtime.FindRunAsync(run.Run, cancellationToken: Token);
        ended!.Answer.ShouldNotBeNull().ShouldContain("nobody decided in time");
        ended.Reason.ShouldBe(TerminationReason.Completed, "Waiting for people is no use of the run's time.");
        paid.ShouldBeEmpty();
        (await fixture.Runtime.Approvals.FindAsync(run.Approval!.Id, cancellationToken: Token)).ShouldNotBeNull().Status.ShouldBe(ApprovalStatus.Expired);
        await RefusedAsync("approval-decided", () => fixture.Runtime.Approvals.DecideAsync(run.Approval.Id, new ApprovalDecision(true, "ann"), cancellationToken: Token));
    }

    [Fact]
    public async Task Changed_arguments_are_validated_and_what_policy_demands_for_them_is_demanded()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80, echo: true));
        var approvals = fixture.Runtime.Approvals;
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        var id = run.Approval!.Id;

        await RefusedAsync("invalid-arguments", () => approvals.DecideAsync(id, new ApprovalDecision(true, "ann") { Arguments = Json("""{"amount":"much"}""") }, cancellationToken: Token));

        // 600 is for two people with a role, which 80 was not.
        await approvals.DecideAsync(id, new ApprovalDecision(true, "ann") { Arguments = Json("""{"amount":600}""") }, cancellationToken: Token);
        var changed = await UntilAsync(fixture, id, a => a.Decisions == 1);
        (changed.Status, changed.Required, changed.Role, changed.Arguments).ShouldBe((ApprovalStatus.Pending, 2, "manager", """{"amount":600}"""));
        changed.Digest.ShouldNotBe(run.Approval.Digest);
        await RefusedAsync("approval-changed", () => approvals.DecideAsync(id, new ApprovalDecision(true, "bob") { Digest = run.Approval.Digest }, ["manager"], cancellationToken: Token));
        await RefusedAsync("missing-role", () => approvals.DecideAsync(id, new ApprovalDecision(true, "bob"), cancellationToken: Token));
        await RefusedAsync("approval-repeated", () => approvals.DecideAsync(id, new ApprovalDecision(true, "ann"), ["manager"], cancellationToken: Token));
        paid.ShouldBeEmpty();

        await approvals.DecideAsync(id, new ApprovalDecision(true, "bob"), ["manager"], cancellationToken: Token);
        var ended = await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);
        ended.Answer.ShouldNotBeNull().ShouldContain("A person changed the arguments");
        paid.ShouldBe([600m]);
        (await UntilAsync(fixture, id, a => a.Status == ApprovalStatus.Approved)).ApprovedBy.ShouldBe(["ann", "bob"]);
    }

    [Fact]
    public async Task An_edit_that_policy_forbids_is_a_rejection()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80, echo: true));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        await fixture.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, "ann") { Arguments = Json("""{"amount":5000}""") }, cancellationToken: Token);
        (await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token)).Answer.ShouldNotBeNull().ShouldContain("said no");
        paid.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_that_it_was_decided()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await fixture.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, $"person {i}"), cancellationToken: Token);
                return "accepted";
            }
            catch (HoldfastException e)
            {
                return e.Code;
            }
        }));
        outcomes.Count(o => o == "accepted").ShouldBe(1);
        outcomes.Count(o => o == "approval-decided").ShouldBe(7);
        await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);
        paid.ShouldBe([80m]);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_waits_withdraws_its_approval()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        (await fixture.Runtime.CancelAsync(run.Run, "ann", cancellationToken: Token)).ShouldBeTrue();
        (await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Cancelled);
        (await fixture.Runtime.Approvals.FindAsync(run.Approval!.Id, cancellationToken: Token)).ShouldNotBeNull().Status.ShouldBe(ApprovalStatus.Withdrawn);
        paid.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_during_the_wait_waits_its_turn()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        var next = await fixture.Runtime.SendAsync(run.Session, "Hello?", cancellationToken: Token);
        (await fixture.Runtime.WaitAsync(next.Run, TimeSpan.FromMilliseconds(200), cancellationToken: Token)).Status.ShouldBe(RunStatus.Queued);

        await fixture.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, "ann"), cancellationToken: Token);
        (await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Completed);
        // The next run asks for the same payment, which waits again.
        (await fixture.Runtime.WaitAsync(next.Run, Patience, cancellationToken: Token)).Status.ShouldBe(RunStatus.Waiting);
        paid.ShouldBe([80m]);
    }

    [Fact]
    public async Task Another_process_goes_on_with_what_was_decided()
    {
        var first = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var run = await first.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        await first.DisposeAsync();

        await using var second = await RuntimeFixture.StartAsync(Payer(), Pay(80), store: first.Store);
        var approval = (await second.Runtime.Approvals.ListAsync(new ApprovalQuery { Status = ApprovalStatus.Pending }, Token)).ShouldHaveSingleItem();
        await second.Runtime.Approvals.DecideAsync(approval.Id, new ApprovalDecision(true, "ann"), cancellationToken: Token);
        (await second.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Completed);
        paid.ShouldBe([80m]);
    }

    [Fact]
    public async Task A_grant_holds_for_its_rule_in_its_session_until_it_is_revoked()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Payer(), Pay(80));
        var approvals = fixture.Runtime.Approvals;
        var run = await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token);
        await approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, "ann") { Grant = true }, cancellationToken: Token);
        await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);
        var grant = (await approvals.ListGrantsAsync(run.Session, cancellationToken: Token)).ShouldHaveSingleItem();
        (grant.Tool, grant.Rule, grant.By).ShouldBe(("pay", "large", "ann"));

        var again = await fixture.Runtime.SendAsync(run.Session, "Pay 80", cancellationToken: Token);
        (await fixture.Runtime.WaitAsync(again.Run, Patience, cancellationToken: Token)).Reason.ShouldBe(TerminationReason.Completed);
        paid.ShouldBe([80m, 80m]);
        (await fixture.Runtime.RunAsync("payer", "Pay 80", cancellationToken: Token)).Status.ShouldBe(RunStatus.Waiting, "Another session has no grant.");

        await approvals.RevokeGrantAsync(run.Session, "pay", "bob", cancellationToken: Token);
        var third = await fixture.Runtime.SendAsync(run.Session, "Pay 80", cancellationToken: Token);
        (await fixture.Runtime.WaitAsync(third.Run, Patience, cancellationToken: Token)).Status.ShouldBe(RunStatus.Waiting);
        (await approvals.ListGrantsAsync(run.Session, cancellationToken: Token)).ShouldBeEmpty();
        paid.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_grant_for_one_rule_answers_no_question_of_another()
    {
        var model = new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("pay", $$"""{"amount":{{turn.Input}}}""") : new ScriptedReply("Done."));
        await using var fixture = await RuntimeFixture.StartAsync(Payer(new PolicyRule("odd", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 200 }), model);
        var run = await fixture.Runtime.RunAsync("payer", "80", cancellationToken: Token);
        await fixture.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, "ann") { Grant = true }, cancellationToken: Token);
        await fixture.Runtime.WaitAsync(run.Run, Patience, untilEnd: true, cancellationToken: Token);

        var more = await fixture.Runtime.SendAsync(run.Session, "300", cancellationToken: Token);

        (await fixture.Runtime.WaitAsync(more.Run, Patience, cancellationToken: Token)).Approval.ShouldNotBeNull().Rule.ShouldBe("odd");
        paid.ShouldBe([80m]);
    }

    [Fact]
    public async Task A_user_confirms_exactly_one_action_by_a_plain_yes()
    {
        var agent = Payer(new PolicyRule("sure", PolicyDecision.Confirm) { Tool = "pay", Argument = "amount", Below = 50 });
        var amount = 20;
        await using var fixture = await RuntimeFixture.StartAsync(agent, new ScriptedModel(turn =>
            turn.Step == 0 ? ScriptedReply.Call("pay", $$"""{"amount":{{amount}}}""") : new ScriptedReply("Done.")));
        var asked = await fixture.Runtime.RunAsync("payer", "Pay 20", cancellationToken: Token);
        (asked.Reason, asked.Answer).ShouldBe((TerminationReason.NeedsInput, "Please confirm: pay with amount '20'. Reply 'yes' to go ahead; anything else leaves it undone."));
        paid.ShouldBeEmpty();

        // A yes to 20 is none to 21, and one that says more is none at all.
        amount = 21;
        (await SendAsync("Yes")).Reason.ShouldBe(TerminationReason.NeedsInput);
        (await SendAsync("Yes, and tell me a joke")).Reason.ShouldBe(TerminationReason.NeedsInput);
        paid.ShouldBeEmpty();
        (await SendAsync("yes, please go ahead")).Reason.ShouldBe(TerminationReason.Completed);
        paid.ShouldBe([21m]);
        (await SendAsync("yes")).Reason.ShouldBe(TerminationReason.NeedsInput, "A yes is for once.");
        paid.Count.ShouldBe(1);

        async Task<RunResult> SendAsync(string text) =>
            await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(asked.Session, text, cancellationToken: Token)).Run, Patience, cancellationToken: Token);
    }

    private Agent Payer(params PolicyRule[] rules) => Agent.Define("payer").UseToolsOf(new Purse(paid))
        .Rule(
            new PolicyRule("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 50 },
            new PolicyRule("huge", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 500, Approvers = 2, Role = "manager" },
            new PolicyRule("never", PolicyDecision.Deny) { Tool = "pay", Argument = "amount", Above = 1000 })
        .Rule(rules)
        // Far below the wait for people, and far above what a test's clock moves while the run goes on.
        .Limit(l => l with { Time = TimeSpan.FromHours(2) }).Build();

    private static ScriptedModel Pay(int amount, bool echo = false) => new(turn =>
        turn.Step == 0 ? ScriptedReply.Call("pay", $$"""{"amount":{{amount}}}""") : new ScriptedReply(echo ? turn.Results.FirstOrDefault() ?? "" : "Done."));

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static async Task RefusedAsync(string code, Func<Task> act) => (await Should.ThrowAsync<HoldfastException>(act)).Code.ShouldBe(code);

    private static async Task<IReadOnlyList<string>> KindsAsync(RuntimeFixture fixture, RunResult run) =>
        [.. (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(e => e.Kind)];

    private static async Task<ApprovalRow> UntilAsync(RuntimeFixture fixture, Guid approval, Func<ApprovalRow, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await fixture.Runtime.Approvals.FindAsync(approval, cancellationToken: patience.Token) is { } row && holds(row))
            {
                return row;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock on, then lets the worker's timers fire one by one until something holds.</summary>
    private static async Task AdvanceUntilAsync(FakeTime time, TimeSpan by, Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        time.Advance(by);
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private sealed class Purse(ConcurrentQueue<decimal> paid)
    {
        [Tool(Idempotent = true, Preview = nameof(Preview), Returns = Integrity.Trusted)]
        [System.ComponentModel.Description("Pays an amount to the shop.")]
        public string Pay([System.ComponentModel.Description("The amount.")] decimal amount)
        {
            paid.Enqueue(amount);
            return "paid";
        }

        private static string Preview(decimal amount) => $"Pays {amount} to the shop.";
    }
}
