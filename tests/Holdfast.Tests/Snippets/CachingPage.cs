using Holdfast.Agents;
using Holdfast.Knowledge;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/caching.md.</summary>
public sealed class CachingPage
{
    [Fact]
    public void Agents_cache_answers_when_they_are_told_to()
    {
        var bases = new KnowledgeBases(new InMemoryStore().Knowledge);
        var agent = Agent.Define("desk")
            .Instruct("You answer questions about the shop.")
            .Knows(bases, "handbook", "the shop's rules on returns, shipping and warranty", trusted: true)
            .CacheAnswers()
            .Build();
        var careful = Agent.Define("careful").CacheAnswers(c => c with { Lifetime = TimeSpan.FromHours(1), Similar = false, PerUser = true }).Build();

        agent.Answers.ShouldNotBeNull().Lifetime.ShouldBe(TimeSpan.FromDays(1));
        careful.Answers.ShouldNotBeNull().PerUser.ShouldBeTrue();
        Agent.Define("plain").Build().Answers.ShouldBeNull();
    }
}
