namespace Holdfast.Cli.Tests.Serve;

public sealed class ServeTests
{
    [Fact]
    public async Task It_serves_and_says_what_to_try_until_it_is_interrupted()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-serve-");
        var output = new SignallingWriter("Ctrl-C stops it.");
        using var interrupts = new Interrupts();
        var terminal = new Terminal { Input = TextReader.Null, Output = output, Error = output, Interrupts = interrupts };
        var storage = $"Data Source={Path.Combine(folder.FullName, "holdfast.db")}";
        var running = HoldfastTool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--storage", storage], terminal, TestContext.Current.CancellationToken);

        await Task.WhenAny(output.Seen, running).WaitAsync(TestContext.Current.CancellationToken);
        var address = output.ToString().Split("listens on ")[1].Split(". ")[0];
        var chat = await CommandRun.RunAsync(["chat", "scheduling", "--server", address], "What can you do?\n");
        interrupts.Press();
        var code = await running;
        folder.Delete(recursive: true);

        output.ToString().ShouldContain($"./holdfast chat scheduling --server {address}");
        chat.Error.ShouldBeEmpty();
        chat.Output.ShouldContain("limited mode");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_storage_is_explained()
    {
        var result = await CommandRun.RunAsync(["serve", "--storage", "nonsense"]);

        result.Code.ShouldBe(1);
        result.Error.ShouldContain("Data Source=");
    }
}
