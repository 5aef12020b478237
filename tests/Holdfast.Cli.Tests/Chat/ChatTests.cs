using Holdfast.Testing;

namespace Holdfast.Cli.Tests.Chat;

public sealed class ChatTests
{
    private static ScriptedModel Seller { get; } = new(turn => (turn.Input, turn.Results) switch
    {
        (_, [var result]) => new ScriptedReply($"There are {result}."),
        ("how much tea?", _) => ScriptedReply.Call("check_stock", """{"product":"tea"}"""),
        ("escape", _) => new ScriptedReply("\e[31mred"),
        _ => new ScriptedReply("What would you like?"),
    });

    [Fact]
    public async Task From_a_pipe_each_line_is_a_turn_and_each_answer_is_plain()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);

        var result = await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "hello\n\nhow much tea?\nescape\n");

        result.Error.ShouldBeEmpty();
        result.Code.ShouldBe(0);
        result.Lines.ShouldBe(["What would you like?", "[needs-input]", "There are 7 packs of tea.", "\\u001b[31mred"]);
    }

    [Fact]
    public async Task A_person_sees_the_steps_and_what_the_turn_took()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);

        var result = await CommandRun.RunAsync(["chat", "--server", server.Address, "--user", "ann"], "how much tea?\n/nonsense\n/quit\n", interactive: true);

        result.Code.ShouldBe(0);
        var shown = Normalised.Text(result.Output);
        shown.ShouldStartWith(
            """
            Talking to shop: sells tea
            Session ID. /help shows the commands.

            you ›   → check_stock {"product":"tea"}
              ← check_stock (TOOK) 7 packs of tea
            There are 7 packs of tea.
              3 steps · 220 tokens · $0 · TOOK

            you › There is no command '/nonsense'.
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task New_and_trace_work_in_the_conversation()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);

        var result = await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "/trace\nhello\n/trace\n/new\n/trace\n", interactive: true);

        result.Error.ShouldBeEmpty();
        result.Output.Split("Nothing was said yet in this session.").Length.ShouldBe(3);
        result.Output.ShouldContain("input hello");
    }

    [Fact]
    public async Task A_session_goes_on_where_it_was()
    {
        await using var server = await LoopbackServer.StartAsync(new ScriptedModel(turn => new ScriptedReply($"{turn.Messages.Count} messages.")));
        var first = await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "one\n/quit\n", interactive: true);
        var session = first.Output.Split("Session ")[1][..32];

        var second = await CommandRun.RunAsync(["chat", "--session", session, "--server", server.Address], "two\n");

        first.Output.ShouldContain("2 messages.");
        second.Lines.ShouldBe(["4 messages."]);
    }

    [Fact]
    public async Task What_does_not_exist_is_named_with_what_does()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);

        var result = await CommandRun.RunAsync(["chat", "bank", "--server", server.Address], "hello\n");

        result.Code.ShouldBe(1);
        result.Error.Trim().ShouldBe("There is no agent named 'bank'. The agents are: shop. (unknown-agent)");
    }

    [Fact]
    public async Task A_run_that_ends_badly_says_why_and_fails_the_command()
    {
        await using var server = await LoopbackServer.StartAsync(new ScriptedModel(_ => throw new Models.ModelException(ErrorCategory.Auth, "The key is wrong.")));

        var result = await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "hello\n");

        result.Code.ShouldBe(1);
        result.Lines[^1].ShouldStartWith("[provider-unavailable");
    }
}
