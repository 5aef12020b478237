using System.ComponentModel;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;
using Holdfast.Testing;
using Holdfast.Tests.Rules;
using Holdfast.Tests.Runs;
using Holdfast.Tools;

namespace Holdfast.Tests.Journals;

/// <summary>Journals as formats of the past wrote them must be read for ever. A file is never changed; a new format adds one.</summary>
public class RecordedJournalTests
{
    /// <summary>Set to 1 to record the journal of the present format, once, where its file does not exist.</summary>
    private const string Record = "HOLDFAST_RECORD_JOURNAL";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_journal_of_format_1_is_read_as_it_was_meant()
    {
        var path = Path.Combine(Repository.Root, "tests/Holdfast.Tests/Journals/format-1.jsonl");
        if (Environment.GetEnvironmentVariable(Record) == "1" && !File.Exists(path))
        {
            await RecordAsync(path);
        }

        var lines = await File.ReadAllLinesAsync(path, Token);
        var session = Guid.Parse(lines[0]);
        var events = lines[1..].Select(line => JsonSerializer.Deserialize<Line>(line)!).Select(l => new EventRecord(
            l.Sequence, l.Run, l.Kind, HashChain.FromMicroseconds(l.At), System.Text.Encoding.UTF8.GetBytes(l.Payload), Convert.FromHexString(l.Hash))).ToList();

        var previous = ReadOnlyMemory<byte>.Empty;
        foreach (var record in events)
        {
            HashChain.Verify(previous.Span, session, record).ShouldBeTrue($"event {record.Sequence}");
            previous = record.Hash;
        }

        var state = SessionLoader.Fold(RunState.Empty with { Session = session }, events);
        state.Agent.ShouldBe("recorder");
        state.Ordinal.ShouldBe(2);
        state.Running.ShouldBeFalse();
        state.Finished!.Reason.ShouldBe(TerminationReason.StepLimit);
        state.Finished.Partial.ShouldBeTrue();
        state.SessionTokens.ShouldBe(770);
        state.Plan!.Steps.Single().Tool.ShouldBe("note");
        state.Messages[1].Message.Contents.Count.ShouldBe(1);
        events.Select(e => e.Kind).Distinct().Order().ShouldBe(
            ["limit.reached", "model.replied", "plan.made", "run.finished", "run.started", "session.opened", "step.finished", "tool.finished", "tool.started"]);
    }

    private static async Task RecordAsync(string path)
    {
        var agent = Agent.Define("recorder").Use("note", "Notes something.", ([Description("What")] string what) => $"noted: {what}", ToolEffect.Write)
            .Follow(Pattern.PlanAndExecute()).Limit(l => l with { Steps = 4 }).Build();
        var model = new ScriptedModel(turn => turn.Purpose switch
        {
            "plan" => new ScriptedReply("""{"reply":null,"steps":[{"title":"note the tea","tool":"note"}]}"""),
            "summarise" => new ScriptedReply("I had to stop."),
            _ => turn.Results.Count == 0 || turn.Input == "And again" ? ScriptedReply.Call("note", """{"what":"tea"}""") : new ScriptedReply("Noted: tea ☕."),
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);
        var session = await fixture.Runtime.OpenSessionAsync("recorder", new Principal("acme", "ann", ["notes"]), cancellationToken: Token);
        foreach (var text in new[] { "Note the tea", "And again" })
        {
            await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, text, cancellationToken: Token)).Run, cancellationToken: Token);
        }

        var events = await fixture.Store.ReadEventsAsync(session.Id, 1, long.MaxValue, Token);
        await File.WriteAllLinesAsync(
            path,
            events.Select(e => JsonSerializer.Serialize(new Line(
                e.Sequence, e.Run, e.Kind, HashChain.ToMicroseconds(e.At), System.Text.Encoding.UTF8.GetString(e.Payload.Span), Convert.ToHexStringLower(e.Hash.Span)))).Prepend(session.Id.ToString()),
            Token);
    }

    private sealed record Line(long Sequence, int Run, string Kind, long At, string Payload, string Hash);
}
