namespace Holdfast.Cli.Tests.MockModel;

public sealed class MockModelTests
{
    [Fact]
    public async Task It_serves_until_it_is_interrupted_and_tells_what_it_served()
    {
        var output = new SignallingWriter("Ctrl-C stops it.");
        using var interrupts = new Interrupts();
        var terminal = new Terminal { Input = TextReader.Null, Output = output, Error = output, Interrupts = interrupts };
        var running = HoldfastTool.RunAsync(["mock-model", "--port", "0", "--seed", "3", "--faults", "429=0"], terminal, TestContext.Current.CancellationToken);

        await output.Seen.WaitAsync(TestContext.Current.CancellationToken);
        var address = output.ToString().Split("listens on ")[1].Split(". ")[0];
        using var http = new HttpClient();
        var body = new StringContent("""{"model":"m","messages":[{"role":"user","content":"hello"}]}""", System.Text.Encoding.UTF8, "application/json");
        var response = await http.PostAsync($"{address}/v1/chat/completions", body, TestContext.Current.CancellationToken);
        interrupts.Press();
        var code = await running;

        response.EnsureSuccessStatusCode();
        code.ShouldBe(0);
        output.ToString().ShouldContain("Served 1 request: 1 answer, 0 with a fault, ");
    }

    [Fact]
    public async Task Wrong_faults_and_scripts_are_explained()
    {
        var faults = await CommandRun.RunAsync(["mock-model", "--faults", "flood=1"]);
        var script = await CommandRun.RunAsync(["mock-model", "--script", "nowhere.yaml"]);

        (faults.Code, script.Code).ShouldBe((1, 1));
        faults.Error.ShouldContain("'flood' is no fault");
        script.Error.ShouldContain("nowhere.yaml");
    }
}
