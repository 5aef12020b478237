using Holdfast.Agents;
using Holdfast.Testing.RedTeam;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/redteam.md.</summary>
public sealed class RedTeamPage
{
    [Fact]
    public async Task Attacks_an_agent()
    {
        var agent = Agent.Define("bank").UseToolsOf(new BankTools()).Build();
        const string json = """{"at":"2026-03-16T08:00:00+00:00","tasks":[]}""";
        var cancellationToken = TestContext.Current.CancellationToken;

        var report = await new AttackSuite(agent, HonestSuite.Parse(json)).RunAsync(cancellationToken);
        report.Successful.ShouldBeEmpty();
        report.Attacks.ShouldAllBe(a => a.Undefended);

        report.Attacks.Count.ShouldBeGreaterThan(50);
    }
}
