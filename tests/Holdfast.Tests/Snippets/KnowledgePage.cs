using System.Text;
using Holdfast.Agents;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.Providers.Offline;
using Holdfast.Runs;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/knowledge.md.</summary>
public sealed class KnowledgePage
{
    private const string Text = "# Returns\n\n## Europe\n\nShoes may be sent back within 30 days after delivery.";

    [Fact]
    public async Task Lets_an_agent_know()
    {
        var store = new InMemoryStore();
        var bases = new KnowledgeBases(store.Knowledge);
        await bases.SaveAsync("default", "handbook", "the shop's rules");
        await bases.PutAsync("default", "handbook", new KnowledgeSource
        {
            Path = "returns.md",
            MediaType = "text/markdown",
            Content = Encoding.UTF8.GetBytes(Text),
            Tags = ["europe"],
        });

        var agent = Agent.Define("shop").Describe("answers questions about the shop")
            .Knows(bases, "handbook", "the shop's rules on returns, shipping and warranty")
            .Build();
        var offline = new ModelCatalog([new ModelEndpoint(new ModelProvider("offline") { IsLocal = true }, "offline", new OfflineChatClient())]);
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), offline, store);
        await runtime.StartAsync();

        var result = await runtime.RunAsync("shop", "How long may I send shoes back?");

        result.Answer!.ShouldContain("within 30 days after delivery. [1]");
    }

    [Fact]
    public async Task Searches()
    {
        var bases = new KnowledgeBases(new InMemoryStore().Knowledge);
        await bases.SaveAsync("default", "handbook");
        await bases.PutAsync("default", "handbook", new KnowledgeSource { Path = "returns.md", MediaType = "text/markdown", Content = Encoding.UTF8.GetBytes(Text), Tags = ["europe"] });

        var found = await bases.SearchAsync("default", "handbook", new KnowledgeQuery
        {
            Text = "sending shoes back",
            Limit = 3,
            Filter = new KnowledgeFilter { Path = "returns", Tags = ["europe"] },
        });
        var best = found.Hits[0];
        var where = $"{best.Path}: {best.Heading}, characters {best.Start} to {best.End}";

        where.ShouldBe("returns.md: Returns › Europe, characters 0 to 75");
    }
}
