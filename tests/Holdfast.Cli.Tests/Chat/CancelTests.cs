using Holdfast.Testing;

namespace Holdfast.Cli.Tests.Chat;

public sealed class CancelTests
{
    [Fact]
    public async Task Ctrl_C_cancels_the_run_and_the_chat_goes_on()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new ScriptedModel(turn => turn.Input == "slow" ? ScriptedReply.Call("check_stock", """{"product":"tea"}""") : new ScriptedReply("Fine."));
        await using var server = await LoopbackServer.StartAsync(model, async (_, cancellationToken) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "";
        });
        using var interrupts = new Interrupts();
        var output = new StringWriter();
        var terminal = new Terminal
        {
            Input = new StringReader("slow\nquick\n"),
            Output = output,
            Error = output,
            IsInteractive = true,
            Interrupts = interrupts,
        };
        var chat = HoldfastTool.RunAsync(["chat", "shop", "--server", server.Address], terminal, TestContext.Current.CancellationToken);

        (await Task.WhenAny(reached.Task, chat)).ShouldBe(reached.Task);
        interrupts.Press().ShouldBeTrue();
        var code = await chat;

        code.ShouldBe(0);
        output.ToString().ShouldContain("cancelling; Ctrl-C again leaves");
        output.ToString().ShouldContain("  cancelled · ");
        output.ToString().ShouldContain("Fine.");
    }
}
