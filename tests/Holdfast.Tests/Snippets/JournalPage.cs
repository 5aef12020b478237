using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Testing;
using Holdfast.Tests.Rules;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/journal.md; and that the page tells every kind of event with every member.</summary>
public sealed class JournalPage
{
    [Fact]
    public async Task Runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([Agent.Define("echo").Build()]), ScriptedModel.Of(new ScriptedReply("Hello.")).AsCatalog(), store);
        await runtime.StartAsync(cancellationToken);
        var run = await runtime.RunAsync("echo", "Hi", cancellationToken: cancellationToken);

        foreach (EventRecord record in await store.ReadEventsAsync(run.Session, from: 1, to: long.MaxValue, cancellationToken))
        {
            if (EventCodec.Decode(record) is ToolFinished finished)
            {
                Console.WriteLine($"{record.At:u} {finished.Call}: {finished.Outcome}");
            }
        }

        JournalReport report = await JournalVerification.VerifyAsync(store, run.Session, cancellationToken);

        report.Fault.ShouldBeNull();
        report.Events.ShouldBe(4);
    }

    [Fact]
    public void Every_kind_of_event_is_told_with_every_member()
    {
        var page = Repository.Text("docs/journal.md");
        var kinds = typeof(RunEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RunEvent)) && !t.IsAbstract);
        foreach (var type in kinds)
        {
            var kind = EventCodec.KindOf((RunEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type));
            var row = page.Split('\n').SingleOrDefault(line => line.StartsWith($"| `{kind}` |", StringComparison.Ordinal));
            row.ShouldNotBeNull($"docs/journal.md does not tell {kind}.");
            foreach (var member in type.GetConstructors().Single(c => c.GetParameters().Length == 0 || c.GetParameters()[0].ParameterType != type).GetParameters())
            {
                row.ShouldContain($"`{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name!)}`", customMessage: $"docs/journal.md does not tell this member of {kind}.");
            }
        }
    }
}
