using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Testing;
using Holdfast.Tests.Runs;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/memory.md.</summary>
public sealed class MemoryPage
{
    [Fact]
    public void Agents_remember_when_they_are_told_to()
    {
        var agent = Agent.Define("concierge")
            .Instruct("You help guests of a hotel.")
            .Remembers()
            .Build();
        var thrifty = Agent.Define("thrifty").Remembers(m => m with { RecalledTokens = 200 }).Build();

        agent.Memory.ShouldNotBeNull().RecalledTokens.ShouldBe(600);
        agent.Tools.All.Select(t => t.Name).ShouldBe(["remember", "recall", "forget"]);
        thrifty.Memory!.RecalledTokens.ShouldBe(200);
        var careful = Agent.Define("careful").TakesNotes().Remembers().Build();
        var discreet = Agent.Define("discreet").Remembers(m => m with { ExtractsFacts = false }).Build();
        discreet.Memory!.ExtractsFacts.ShouldBeFalse();
        agent.Memory!.ExtractsFacts.ShouldBeTrue();
        careful.Tools.All.Select(t => t.Name).ShouldBe(["note_down", "read_notes", "remember", "recall", "forget"]);
        Agent.Define("plain").Build().Memory.ShouldBeNull();
        Should.Throw<HoldfastException>(() => Agent.Define("wrong").Remembers(m => m with { RecalledTokens = -1 }).Build()).Code.ShouldBe("invalid-agent");
    }

    [Fact]
    public async Task Sessions_are_closed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("plain").Build(), ScriptedModel.Of(new ScriptedReply("Hello.")));
        var runtime = fixture.Runtime;
        var session = await runtime.OpenSessionAsync("plain", cancellationToken: token);
        await runtime.CloseSessionAsync(session.Id, cancellationToken: token);
        while ((await runtime.FindSessionAsync(session.Id, cancellationToken: token))!.Status != SessionStatus.Closed)
        {
            await Task.Yield();
        }

        (await Should.ThrowAsync<HoldfastException>(() => runtime.CloseSessionAsync(Guid.NewGuid(), cancellationToken: token))).Code.ShouldBe("unknown-session");
    }
}
