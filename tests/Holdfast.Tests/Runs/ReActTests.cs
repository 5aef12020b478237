using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Runs.Events;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Runs;

public class ReActTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_without_tools_completes_the_run()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("greeter").Build(), ScriptedModel.Of(new ScriptedReply("Hello!")));

        var run = await fixture.Runtime.RunAsync("greeter", "Hi", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.Completed);
        run.Answer.ShouldBe("Hello!");
        run.InputTokens.ShouldBe(100);
        run.OutputTokens.ShouldBe(10);
        var found = await fixture.Runtime.FindRunAsync(run.Run, cancellationToken: Token);
        found.ShouldBe(run with { AcceptedAt = found!.AcceptedAt });
    }

    [Fact]
    public async Task A_tool_is_called_with_the_model_s_arguments_and_its_result_is_shown_to_the_model()
    {
        string? seen = null;
        var agent = Agent.Define("weather")
            .Use("get_weather", "The weather in a city now.", ([Description("The city")] string city) => $"{city}: 21 °C", ToolEffect.Read)
            .Build();
        var model = new ScriptedModel(turn =>
        {
            seen = turn.Results.Count > 0 ? turn.Results[0] : seen;
            return turn.Step == 0 ? ScriptedReply.Call("get_weather", """{"city":"Oslo"}""") : new ScriptedReply("It is 21 °C in Oslo.");
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("weather", "Weather in Oslo?", cancellationToken: Token);

        seen.ShouldBe("Oslo: 21 °C");
        run.Reason.ShouldBe(TerminationReason.Completed);
        run.Steps.ShouldBe(3);
        var kinds = (await fixture.Runtime.ReadRunAsync(run.Run, cancellationToken: Token))!.Select(e => e.Kind);
        kinds.ShouldBe(["run.started", "model.replied", "tool.finished", "model.replied", "run.finished"]);
    }

    [Fact]
    public async Task A_session_remembers_its_earlier_runs()
    {
        var model = new ScriptedModel(turn => new ScriptedReply($"I saw {turn.Messages.Count} messages."));
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("counter").Build(), model);
        var session = await fixture.Runtime.OpenSessionAsync("counter", cancellationToken: Token);

        var first = await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, "one", cancellationToken: Token)).Run, cancellationToken: Token);
        var second = await fixture.Runtime.WaitAsync((await fixture.Runtime.SendAsync(session.Id, "two", cancellationToken: Token)).Run, cancellationToken: Token);

        first.Answer.ShouldBe("I saw 2 messages.");
        second.Answer.ShouldBe("I saw 4 messages.");
    }

    [Fact]
    public async Task A_question_ends_the_run_as_needing_input()
    {
        await using var fixture = await RuntimeFixture.StartAsync(Agent.Define("asker").Build(), ScriptedModel.Of(new ScriptedReply("For which day?")));

        var run = await fixture.Runtime.RunAsync("asker", "Book me in", cancellationToken: Token);

        run.Reason.ShouldBe(TerminationReason.NeedsInput);
    }

    [Fact]
    public async Task Invalid_arguments_come_back_to_the_model_with_the_rule_they_break()
    {
        var results = new List<string>();
        var agent = Agent.Define("squarer").Use("square", "Squares a number.", ([Description("The number")] int number) => number * number, ToolEffect.Read).Build();
        var model = new ScriptedModel(turn =>
        {
            results.AddRange(turn.Results);
            return turn.Step switch
            {
                0 => ScriptedReply.Call("square", """{"number":"four"}"""),
                1 => ScriptedReply.Call("sqare", """{"number":4}"""),
                2 => ScriptedReply.Call("square", """{"number":4}"""),
                _ => new ScriptedReply("16"),
            };
        });
        await using var fixture = await RuntimeFixture.StartAsync(agent, model);

        var run = await fixture.Runtime.RunAsync("squarer", "Square four", cancellationToken: Token);

        run.Answer.ShouldBe("16");
        results[0].ShouldContain("number");
        results[0].ShouldContain("integer");
        results[1].ShouldContain("square");
        results[2].ShouldBe("16");
    }

    [Fact]
    public async Task The_state_read_from_the_journal_is_the_state_that_ran()
    {
        var agent = Agent.Define("weather").Use("get_weather", "The weather.", () => "sunny", ToolEffect.Read).Build();
        await using var fixture = await RuntimeFixture.StartAsync(agent, ScriptedModel.Of(ScriptedReply.Call("get_weather"), new ScriptedReply("Sunny.")));

        var run = await fixture.Runtime.RunAsync("weather", "?", cancellationToken: Token);
        var row = await fixture.Runtime.FindSessionAsync(run.Session, cancellationToken: Token);
        var folded = await Holdfast.Runs.SessionLoader.LoadAsync(fixture.Store, row!, Token);

        folded.Running.ShouldBeFalse();
        folded.Finished!.Answer.ShouldBe("Sunny.");
        folded.SessionTokens.ShouldBe(220);
        folded.Messages.Count.ShouldBe(4);
        folded.Sequence.ShouldBe(6);
    }
}
