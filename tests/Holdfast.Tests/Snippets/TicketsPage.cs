using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/tickets.md.</summary>
public sealed class TicketsPage
{
    [Fact]
    public async Task Runs()
    {
        var agent = Agent.Define("shop")
            .Escalates()
            .FallBackTo("Please call our office: 555-0100.")
            .AnswerTicketsWithin(TimeSpan.FromHours(1))
            .Build();
        var cancellationToken = TestContext.Current.CancellationToken;
        var model = ScriptedModel.Of(ScriptedReply.Call("ask_for_a_person", """{"reason":"The user wants one."}"""));
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), new InMemoryStore());
        await runtime.StartAsync(cancellationToken);
        (await runtime.RunAsync("shop", "I want to talk to somebody.", cancellationToken: cancellationToken)).Reason.ShouldBe(TerminationReason.Escalated);

        foreach (var ticket in await runtime.Tickets.ListAsync(new TicketQuery { Unclosed = true }, cancellationToken))
        {
            await runtime.Tickets.ClaimAsync(ticket.Id, by: "ann", cancellationToken: cancellationToken);
            var said = await runtime.Tickets.ReadConversationAsync(ticket.Session, cancellationToken: cancellationToken);
            said[0].Text.ShouldBe("I want to talk to somebody.");
        }
    }
}
