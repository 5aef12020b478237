using Holdfast.Agents;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

public class ToolRoutingTests
{
    private static readonly string[] Things = ["invoice", "order", "address", "voucher", "parcel", "complaint", "contract", "subscription"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AgentBuilder Clerk()
    {
        var builder = Agent.Define("clerk");
        foreach (var thing in Things)
        {
            builder.Use($"find_{thing}", $"Finds a customer's {thing}.", () => $"the {thing}", ToolEffect.Read);
            builder.Use($"change_{thing}", $"Changes a customer's {thing}.", () => "changed", ToolEffect.Read);
        }

        return builder;
    }

    private static async Task<List<string[]>> ShownAsync(Agent agent, string text, Func<ScriptedTurn, ScriptedReply> mind)
    {
        var shown = new List<string[]>();
        await using var fixture = await RuntimeFixture.StartAsync(agent, new ScriptedModel(turn =>
        {
            shown.Add([.. turn.Options!.Tools!.Select(t => t.Name)]);
            return mind(turn);
        }));
        await fixture.Runtime.RunAsync("clerk", text, cancellationToken: Token);
        return shown;
    }

    [Fact]
    public async Task A_model_is_shown_the_tools_that_fit_and_those_that_it_called_and_found()
    {
        var shown = await ShownAsync(Clerk().ShowTools(4).Build(), "My invoices are wrong, change one of them", turn => turn.Step switch
        {
            0 => ScriptedReply.Call("change_invoice"),
            1 => ScriptedReply.Call("find_tools", """{"query":"vouchers"}"""),
            2 => ScriptedReply.Call("find_voucher"),
            _ => new ScriptedReply("Done."),
        });

        shown[0].Length.ShouldBe(4);
        shown[0].ShouldContain("find_invoice");
        shown[0].ShouldContain("change_invoice");
        shown[0].ShouldContain("find_tools");
        shown[1].ShouldBe(shown[0]);
        shown[2].ShouldContain("find_voucher");
        shown[2].ShouldContain("change_voucher");
        shown[3].ShouldBe(shown[2]);

        // Always in the order of the definition.
        var order = Clerk().ShowTools(4).Build().Tools.All.Select(t => t.Name).ToList();
        shown.ShouldAllBe(names => names.SequenceEqual(names.OrderBy(name => order.IndexOf(name))));
    }

    [Fact]
    public async Task What_was_called_before_is_shown_for_a_later_message_too()
    {
        string[] shown = [];
        await using var fixture = await RuntimeFixture.StartAsync(Clerk().ShowTools(4).Build(), new ScriptedModel(turn =>
        {
            shown = [.. turn.Options!.Tools!.Select(t => t.Name)];
            return turn.Input == "Hello" && turn.Step == 0 ? ScriptedReply.Call("find_contract") : new ScriptedReply("Done.");
        }));
        var first = await fixture.Runtime.RunAsync("clerk", "Hello", cancellationToken: Token);
        shown.ShouldContain("find_contract");

        await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(first.Session, "Change my parcel's address", cancellationToken: Token)).Run, cancellationToken: Token);

        shown.ShouldContain("find_contract");
        shown.ShouldContain("change_address");
    }

    [Fact]
    public async Task A_tool_that_is_not_shown_can_be_called_and_what_nobody_finds_is_said()
    {
        var results = new List<string>();
        await ShownAsync(Clerk().ShowTools(3).Build(), "My invoice", turn =>
        {
            results.AddRange(turn.Results);
            return turn.Step switch { 0 => ScriptedReply.Call("find_contract"), 1 => ScriptedReply.Call("find_tools", """{"query":"xyzzy"}"""), _ => new ScriptedReply("Done.") };
        });

        results[0].ShouldBe("the contract");
        results[1].ShouldStartWith("No tool fits these words.");
    }

    [Fact]
    public async Task An_agent_with_few_tools_shows_them_all_and_one_with_many_is_warned_of()
    {
        var few = Clerk().ShowTools(16).Build();
        var many = Clerk().Build();

        few.Warnings.ShouldBeEmpty();
        few.Tools.Find("find_tools").ShouldBeNull();
        (await ShownAsync(few, "My invoice", _ => new ScriptedReply("Done.")))[0].Length.ShouldBe(16);
        many.Warnings.ShouldHaveSingleItem().ShouldContain("more than the 15");
        (await ShownAsync(many, "My invoice", _ => new ScriptedReply("Done.")))[0].Length.ShouldBe(15);
        many.Version.ShouldNotBe(Clerk().ShowTools(14).Build().Version);
        Should.Throw<HoldfastException>(() => Clerk().ShowTools(1).Build()).Message.ShouldContain("between 2 and 128");
    }
}
