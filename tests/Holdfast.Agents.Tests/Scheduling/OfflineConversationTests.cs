using Holdfast.Agents;
using Holdfast.Agents.Scheduling;
using Holdfast.Models;
using Holdfast.Providers.Offline;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;
using Holdfast.Testing;

namespace Holdfast.Agents.Tests.Scheduling;

/// <summary>The scheduling agent without a language model: the real tools, engine and offline model, one conversation.</summary>
public class OfflineConversationTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_customer_books_is_refused_moves_and_cancels(bool plans)
    {
        await using var studio = await Studio.OpenAsync("sqlite");
        var agent = Agent.Define("scheduling").Describe(SchedulingPrompt.Description).Instruct("Book.").UseToolsOf(studio.Tools).Escalates()
            .Follow(plans ? Pattern.PlanAndExecute() : Pattern.ReAct).In("Europe/Berlin").Build();
        using var model = new OfflineChatClient(studio.Time);
        var endpoint = new ModelEndpoint(new ModelProvider("offline", new ModelProviderOptions(), studio.Time), OfflineChatClient.ModelId, model);
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), new ModelCatalog([endpoint]), new InMemoryStore(), null, IdSource.Seeded(1), studio.Time);
        await runtime.StartAsync(Token);
        var session = (await runtime.OpenSessionAsync("scheduling", cancellationToken: Token)).Id;

        RunResult? last = null;
        async Task<string> Say(string text)
        {
            var accepted = await runtime.SendAsync(session, text, cancellationToken: Token);
            var run = await runtime.WaitAsync(accepted.Run, cancellationToken: Token);
            last = run;
            output.WriteLine($"> {text}\n[{run.Reason}] {run.Answer}\n");
            return run.Answer ?? "";
        }

        (await Say("hello")).ShouldContain("without a language model");
        (await Say("When is a Swedish massage free on Thursday?")).ShouldContain("Free starts for Swedish massage");
        (await Say("I'd like to book a Swedish massage tomorrow at 10am")).ShouldContain("at 10:00");
        (await Say("yes")).ShouldContain("taken");
        (await Say("the first one please")).ShouldContain("yes/no");
        (await Say("yes")).ShouldContain("APT-");
        (await Say("please move it to Friday at 3pm")).ShouldContain("at 15:00");
        (await Say("yes please")).ShouldContain("Friday");
        (await Say("what appointments do I have?")).ShouldContain("Swedish massage");
        (await Say("what is the capital of France?")).ShouldContain("cannot help");
        (await Say("cancel my appointment")).ShouldContain("Cancel appointment");
        (await Say("yes")).ShouldContain("cancel");
        await Say("let me talk to a person");
        last.ShouldNotBeNull().Reason.ShouldBe(TerminationReason.Escalated);
    }
}
