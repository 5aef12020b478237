using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.Tests.Tools;

public class ToolPipelineTests
{
    [Theory]
    [InlineData(ToolEffect.Read, ToolOutcome.Failed)]
    [InlineData(ToolEffect.Write, ToolOutcome.Unknown)]
    public async Task What_never_answers_failed_when_it_reads_and_is_unknown_when_it_writes_even_when_it_is_idempotent(ToolEffect effect, ToolOutcome outcome)
    {
        var tries = 0;
        var result = await ExecuteAsync(effect, () => { tries++; throw new IOException("broken pipe"); });

        result.Outcome.ShouldBe(outcome);
        tries.ShouldBe(3, "the first try and two retries with the same key");
        result.Error.ShouldNotBeNull().ShouldContain("IOException");
        result.Text.ShouldNotContain("broken pipe");
    }

    [Fact]
    public async Task What_refuses_by_its_own_word_failed_whatever_it_does()
    {
        var result = await ExecuteAsync(ToolEffect.Write, () => throw new ToolException("The slot is taken. Free: 10:30."));

        result.Outcome.ShouldBe(ToolOutcome.Failed);
        result.Text.ShouldBe("The slot is taken. Free: 10:30.");
    }

    [Fact]
    public async Task What_never_answers_is_asked_whether_it_happened()
    {
        var result = await ExecuteAsync(ToolEffect.Write, () => throw new IOException("broken pipe"), ToolProbe.Yes("booked"));

        result.Outcome.ShouldBe(ToolOutcome.Succeeded);
        result.Text.ShouldBe("booked");
    }

    [Fact]
    public async Task A_result_over_its_limit_is_cut_with_a_hint()
    {
        var result = await ExecuteAsync(ToolEffect.Read, () => new string('x', 20_000));

        result.Text.Length.ShouldBeLessThan(16_300);
        result.Text.ShouldContain("16000 of 20000");
    }

    private static Task<ToolResult> ExecuteAsync(ToolEffect effect, Func<object?> act, ToolProbe? probe = null)
    {
        var time = new FakeTime { SkipsWaits = true };
        var tool = new Tool(
            "act",
            "Acts.",
            JsonElement.Parse("""{"type":"object"}"""),
            new ToolAttribute { Effect = effect, Idempotent = true },
            (_, _, _) => ValueTask.FromResult(act()),
            probe is null ? null : (_, _) => Task.FromResult(probe));
        var context = new ToolContext
        {
            Principal = Principal.Anonymous,
            IdempotencyKey = "k",
            Session = Guid.Empty,
            Run = Guid.Empty,
            TraceParent = "",
            Time = time,
        };
        return new ToolPipeline(time, IdSource.Seeded(1)).ExecuteAsync(tool, tool.Parameters, new ToolCall("1", "act", "{}", "k", false), context, TestContext.Current.CancellationToken);
    }
}
