using System.Text.Json;
using Holdfast.Testing;

namespace Holdfast.Cli.Tests.Trace;

public sealed class TraceTests
{
    private const string Tree = """
        run ID shop@VERSION · session ID · completed · 3 steps · 200 + 20 tokens · $0 · TOOK
        ├── 2 input how much tea?
        │   ├── TIME, a commit survives: power
        │   └── context [Now: TIME UTC]
        ├── 3 model act (standard)
        │   ├── saw events 2 to 2: 1 message
        │   ├── scripted, TOOK, 100 + 10 tokens, $0
        │   └── check_stock {"product":"tea"}
        │       └── 4 succeeded in TOOK, untrusted: 7 packs of tea
        ├── 5 model act (standard)
        │   ├── saw events 2 to 4: 3 messages
        │   ├── scripted, TOOK, 100 + 10 tokens, $0
        │   └── said There are 7 packs of tea.
        └── 6 completed
            └── answer There are 7 packs of tea.
        """;

    private static ScriptedModel Seller { get; } = ScriptedModel.Of(ScriptedReply.Call("check_stock", """{ "product": "tea" }"""), new ScriptedReply("There are 7 packs of tea."));

    [Fact]
    public async Task A_run_is_a_readable_tree_and_the_same_from_server_and_store()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address, "--user", "ann"], "how much tea?\n");

        var fromServer = await CommandRun.RunAsync(["trace", "last", "--server", server.Address]);
        var fromStore = await CommandRun.RunAsync(["trace", "last", "--storage", server.Database]);

        fromServer.Error.ShouldBeEmpty();
        Normalised.Text(fromServer.Output).ShouldBe(Tree.ReplaceLineEndings("\n"));
        Normalised.Text(fromStore.Output).Replace(" · user ann", "", StringComparison.Ordinal).ShouldBe(Tree.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_result_that_was_known_is_shown_with_its_age()
    {
        await using var server = await LoopbackServer.StartAsync(ScriptedModel.Of(ScriptedReply.Call("tell_price", """{ "product": "tea" }"""), new ScriptedReply("It costs 4 euros.")));
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address, "--user", "ann"], "what does tea cost?\n");
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address, "--user", "ann"], "what does tea cost?\n");

        foreach (var source in (string[][])[["--server", server.Address], ["--storage", server.Database]])
        {
            Normalised.Text((await CommandRun.RunAsync(["trace", "last", .. source])).Output).ShouldContain("succeeded from cache, TOOK old, untrusted: tea costs 4 euros");
        }
    }

    [Fact]
    public async Task What_policy_decided_is_told_with_its_reason()
    {
        var model = ScriptedModel.Of(
            ScriptedReply.Call("check_stock", """{ "product": "tea" }"""), ScriptedReply.Call("order_stock", """{ "product": "coffee" }"""), new ScriptedReply("I did not order."));
        await using var server = await LoopbackServer.StartAsync(model);
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "order what is needed of tea\n");

        foreach (var source in (string[][])[["--server", server.Address], ["--storage", server.Database]])
        {
            Normalised.Text((await CommandRun.RunAsync(["trace", "last", .. source])).Output).ShouldContain("""
                order_stock {"product":"coffee"}
                │       ├── 6 policy: ask by rule label: After untrusted content (tool:check_stock) was read, the value 'coffee' of product comes from nothing that is trusted.
                │       └── 7 waits for a person, until
                """.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task What_guards_found_is_told_by_kind_and_never_by_value()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "how much tea for 4012 8888 8888 1881?\n");

        foreach (var source in (string[][])[["--server", server.Address], ["--storage", server.Database]])
        {
            var output = Normalised.Text((await CommandRun.RunAsync(["trace", "last", .. source])).Output);
            output.ShouldContain("guard pii on input: redact (card)");
            output.ShouldContain("how much tea for [card]?");
            output.ShouldNotContain("8888");
        }
    }

    [Fact]
    public async Task Machines_get_json()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address], "how much tea?\n");

        var trace = JsonDocument.Parse((await CommandRun.RunAsync(["trace", "last", "--json", "--server", server.Address])).Output).RootElement;
        var search = JsonDocument.Parse((await CommandRun.RunAsync(["trace", "search", "--json", "--storage", server.Database])).Output).RootElement;

        trace.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString())
            .ShouldBe(["run.started", "model.replied", "tool.finished", "model.replied", "run.finished"]);
        search.EnumerateArray().Single().GetProperty("run").GetString().ShouldBe(trace.GetProperty("run").GetProperty("run").GetString());
    }

    [Theory]
    [InlineData("--user ann", 1)]
    [InlineData("--user bob", 0)]
    [InlineData("--tool check_stock", 1)]
    [InlineData("--tool other", 0)]
    [InlineData("--text tea", 1)]
    [InlineData("--text coffee", 0)]
    [InlineData("--reason completed --agent shop", 1)]
    [InlineData("--reason stalled", 0)]
    public async Task Search_finds_what_matches_all_conditions(string conditions, int found)
    {
        await using var server = await LoopbackServer.StartAsync(Seller);
        await CommandRun.RunAsync(["chat", "shop", "--server", server.Address, "--user", "ann"], "how much tea?\n");

        foreach (var source in (string[][])[["--server", server.Address], ["--storage", server.Database]])
        {
            var result = await CommandRun.RunAsync(["trace", "search", .. conditions.Split(' '), .. source]);

            result.Error.ShouldBeEmpty();
            result.Lines.Length.ShouldBe(found == 0 ? 1 : found + 1);
            result.Output.ShouldContain(found == 0 ? "No run matches." : "shop");
        }
    }

    [Fact]
    public async Task An_unknown_run_and_an_unknown_store_are_named()
    {
        await using var server = await LoopbackServer.StartAsync(Seller);
        var run = new string('0', 32);

        var fromServer = await CommandRun.RunAsync(["trace", run, "--server", server.Address]);
        var fromStore = await CommandRun.RunAsync(["trace", run, "--storage", server.Database]);
        var nowhere = await CommandRun.RunAsync(["trace", run, "--storage", "nowhere.db"]);

        (fromServer.Code, fromStore.Code, nowhere.Code).ShouldBe((1, 1, 1));
        fromServer.Error.ShouldEndWith("(unknown-run)\n");
        fromStore.Error.ShouldEndWith("(unknown-run)\n");
        nowhere.Error.ShouldStartWith("There is no file nowhere.db.");
        File.Exists("nowhere.db").ShouldBeFalse();
    }
}
