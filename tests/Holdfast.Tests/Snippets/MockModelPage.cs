using Holdfast.Server.MockModel;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/mock-model.md.</summary>
public sealed class MockModelPage
{
    [Fact]
    public async Task Runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await MockModelServer.StartAsync(new MockModelOptions
        {
            Seed = 1,
            Script = new MockScript(
                new MockRule
                {
                    Tool = "book_table",
                    ToolResult = "code (?<code>[A-Z0-9]+)",
                    Replies = [MockReply.Say("Your code is ${code}.")],
                },
                new MockRule
                {
                    User = "book for (?<name>\\w+)",
                    Replies = [MockReply.Call("book_table", """{"name":"${name}"}""")],
                }),
            Faults = MockFaults.All(0.30),
        }, cancellationToken);

        // Point a client at server.BaseUrl, let it work, then compare:
        MockTotals totals = server.Totals;
        IReadOnlyList<MockServed> requests = server.Served;

        totals.Requests.ShouldBe(requests.Count);
    }
}
