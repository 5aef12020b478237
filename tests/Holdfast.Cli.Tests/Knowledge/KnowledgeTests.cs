using Holdfast.Storage;

namespace Holdfast.Cli.Tests.Knowledge;

public sealed class KnowledgeTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-cli-knowledge-");

    private string Store => Path.Combine(folder.FullName, "holdfast.db");

    public async ValueTask InitializeAsync()
    {
        await using var store = HoldfastStorage.Open("Data Source=" + Store);
        await store.InitializeAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_folder_is_added_listed_searched_and_removed()
    {
        var docs = folder.CreateSubdirectory("docs");
        await File.WriteAllTextAsync(Path.Combine(docs.FullName, "returns.md"), "# Returns\n\n## Europe\n\nShoes may be sent back within 30 days.");
        await File.WriteAllTextAsync(Path.Combine(docs.FullName, "bad.pdf"), "no pdf");

        var added = await RunAsync("add", "handbook", docs.FullName, "--about", "the rules");
        (added.Code, added.Output.Trim()).ShouldBe((1, "1 added, 0 changed, 0 unchanged, 0 removed."));
        added.Error.ShouldContain("bad.pdf");
        File.Delete(Path.Combine(docs.FullName, "bad.pdf"));
        (await RunAsync("add", "handbook", docs.FullName)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(0), r => r.Output.ShouldContain("1 unchanged"));
        (await RunAsync("add", "handbook", Path.Combine(docs.FullName, "returns.md"))).Output.ShouldContain("Nothing changed.");

        (await RunAsync("list")).Output.ShouldContain("handbook  1 documents, 1 chunks, version 1  the rules");
        (await RunAsync("list", "handbook")).Output.ShouldContain("returns.md  1 chunks  Returns");
        var found = await RunAsync("search", "handbook", "sending", "shoes", "back");
        found.Lines[0].ShouldBe("[1] Returns › Returns › Europe");
        found.Output.ShouldContain("returns.md, characters 0 to");
        (await RunAsync("search", "handbook", "weather")).Error.ShouldContain("Nothing fits.");

        (await RunAsync("remove", "handbook", "returns.md")).Code.ShouldBe(0);
        (await RunAsync("remove", "handbook", "returns.md")).Error.ShouldContain("(unknown-document)");
        (await RunAsync("remove", "handbook")).Code.ShouldBe(0);
        (await RunAsync("search", "handbook", "x")).Error.ShouldContain("(unknown-knowledge-base)");
        (await RunAsync("add", "handbook", folder.FullName + "x")).Error.ShouldContain("(unknown-folder)");
        (await RunAsync("list", "--tenant", "other")).Output.ShouldBe("");
        (await RunAsync("search", "handbook", "x", "--embeddings", "openai/e")).Error.ShouldContain("(provider-configuration)");
    }

    [Fact]
    public async Task Retrieval_is_measured_beside_plain_bm25()
    {
        var docs = Path.Combine(folder.FullName, "docs.jsonl");
        var queries = Path.Combine(folder.FullName, "queries.jsonl");
        await File.WriteAllLinesAsync(docs, ["""{"id":"a","title":"Shoes","text":"# Shoes\n\nsent back in 30 days"}""", """{"id":"b","title":"Hats","text":"never sent back"}""", "", """{"id":"c","text":"hours and days"}"""]);
        await File.WriteAllLinesAsync(queries, ["""{"id":"1","query":"Can I return my shoe?","relevant":["a"]}""", """{"id":"2","query":"hats","relevant":["b"]}"""]);

        var measured = await CommandRun.RunAsync(["knowledge", "eval", "--docs", docs, "--queries", queries]);

        measured.Code.ShouldBe(0, measured.Error);
        measured.Lines[0].ShouldStartWith("3 documents in 3 chunks, 2 queries");
        measured.Lines.Single(l => l.StartsWith("Holdfast, all", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..].ShouldBe(["1.000", "1.000", "1.000", "1.000", "1.000"]);

        await File.WriteAllTextAsync(queries, "{}");
        (await CommandRun.RunAsync(["knowledge", "eval", "--docs", docs, "--queries", queries])).Error.ShouldContain("(invalid-data)");
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandRun.RunAsync(["knowledge", .. arguments, "--storage", Store]);
}
