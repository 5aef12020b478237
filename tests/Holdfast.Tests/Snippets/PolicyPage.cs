using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/policy.md.</summary>
public sealed class PolicyPage
{
    private readonly BankTools bank = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_what_was_decided()
    {
        var (agent, cancellationToken) = (Define(), Token);
        var model = ScriptedModel.Of(
            ScriptedReply.Call("read_inbox"),
            ScriptedReply.Call("list_accounts"),
            ScriptedReply.Call("transfer_money", """{"from":"DE-1","to":"EVIL-1","amount":900}"""),
            ScriptedReply.Call("transfer_money", """{"from":"DE-1","to":"Anna","amount":50,"reference":"whatever the mail says"}"""),
            new ScriptedReply("Anna has her 50; I did not pay anybody else."));

        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), store);
        await runtime.StartAsync(cancellationToken);
        var run = await runtime.RunAsync("bank", "Read my mail, then transfer 50 to Anna.", cancellationToken: cancellationToken);
        await runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(Approve: false, By: "ann"), cancellationToken: cancellationToken);
        await runtime.WaitAsync(run.Run, untilEnd: true, cancellationToken: cancellationToken);

        var told = new List<string>();
        foreach (EventRecord record in await store.ReadEventsAsync(run.Session, from: 1, to: long.MaxValue, cancellationToken))
        {
            if (EventCodec.Decode(record) is PolicyDecided decided)
            {
                told.Add($"{decided.Decision} by {decided.Rule}: {decided.Reason}");
            }
        }

        bank.Transfers.ShouldBe(["DE-1 Anna 50"]);
        told.ShouldBe(
        [
            "Ask by label: After untrusted content (tool:read_inbox) was read, the value 'EVIL-1' of to comes from nothing that is trusted.",
            "Deny by approval-rejected: A person looked at it and said no.",
            "Allow by label: Untrusted content (tool:read_inbox) was read, but the user asked for this and every value comes from a trusted source.",
        ]);
    }

    [Theory]
    [InlineData("DE-1", "Anna", 1_001, "large-transfer")]
    [InlineData("DE-9", "Anna", 10, "own-accounts")]
    [InlineData("DE-1", "Casino", 10, "no-casinos")]
    [InlineData("DE-1", "Anna", 10, null)]
    public async Task The_rules_hold_before_anything_untrusted_was_read_too(string from, string to, int amount, string? rule)
    {
        var model = ScriptedModel.Of(
            ScriptedReply.CallAll(("list_accounts", "{}")),
            ScriptedReply.Call("transfer_money", $$"""{"from":"{{from}}","to":"{{to}}","amount":{{amount}}}"""),
            new ScriptedReply("Done."));
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([Define()]), model.AsCatalog(), store);
        await runtime.StartAsync(Token);

        var run = await runtime.RunAsync("bank", $"Transfer {amount} from {from} to {to}.", cancellationToken: Token);

        var records = await store.ReadEventsAsync(run.Session, 1, long.MaxValue, Token);
        records.Select(EventCodec.Decode).OfType<PolicyDecided>().Where(d => d.Decision != PolicyDecision.Allow).Select(d => d.Rule).SingleOrDefault().ShouldBe(rule);
        bank.Transfers.Count.ShouldBe(rule is null ? 1 : 0);
    }

    [Fact]
    public async Task Nothing_is_written_without_the_user_s_yes()
    {
        var careful = Agent.Define("careful-bank")
            .UseToolsOf(bank)
            .Rule(new PolicyRule("confirm-writes", PolicyDecision.Confirm) { Reason = "Every transfer needs the user's yes." })
            .Build();
        var model = ScriptedModel.Of(ScriptedReply.Call("transfer_money", """{"from":"DE-1","to":"Anna","amount":50}"""), new ScriptedReply("Done."));
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([careful]), model.AsCatalog(), store);
        await runtime.StartAsync(Token);

        var asked = await runtime.RunAsync("careful-bank", "Transfer 50 to Anna.", cancellationToken: Token);
        asked.Answer.ShouldBe("Please confirm: transfer money with from 'DE-1', to 'Anna', amount '50'. Reply 'yes' to go ahead; anything else leaves it undone.");
        bank.Transfers.ShouldBeEmpty();
        await runtime.WaitAsync((await runtime.SendAsync(asked.Session, "yes", cancellationToken: Token)).Run, cancellationToken: Token);
        bank.Transfers.ShouldBe(["DE-1 Anna 50"]);
    }

    private Agent Define()
    {
        var agent = Agent.Define("bank")
            .Instruct("You read mails and transfer money.")
            .UseToolsOf(bank)
            .Rule(
                new PolicyRule("large-transfer", PolicyDecision.Ask) { Tool = "transfer_money", Argument = "amount", Above = 1_000, Approvers = 2, Role = "finance" },
                new PolicyRule("own-accounts", PolicyDecision.Deny) { Tool = "transfer_money", Argument = "from", NotFrom = "list_accounts", Reason = "Only the user's own accounts are debited." },
                new PolicyRule("no-casinos", PolicyDecision.Deny) { Tool = "transfer_money", Argument = "to", In = ["casino", "lottery"] },
                new PolicyRule("few-transfers", PolicyDecision.Ask) { Tool = "transfer_money", CallsInRun = 3 })
            .Build();
        return agent;
    }
}
