using Holdfast.Storage;

namespace Holdfast.Cli.Tests.Classification;

public sealed class ClassifyTests : IAsyncLifetime
{
    private static readonly (string Label, string[] Texts)[] Topics =
    [
        ("orders", ["where is my order", "has my order been shipped", "track my parcel", "when will my order arrive", "the delivery of my order is late", "my parcel is lost"]),
        ("billing", ["send me a bill", "the invoice is wrong", "I was charged twice on the invoice", "how can I pay the bill", "my card was refused when I wanted to pay", "an invoice with tax"]),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-");

    private string Examples => Path.Combine(folder.FullName, "topics.jsonl");

    private string Store => Path.Combine(folder.FullName, "holdfast.db");

    public async ValueTask InitializeAsync()
    {
        var lines = Topics.SelectMany(t => t.Texts.Select(text => $$"""{"text": "{{text}}", "label": "{{t.Label}}", "split": "train"}"""));
        await File.WriteAllLinesAsync(Examples, [.. lines, "", """{"text": "is my parcel on its way", "label": "orders", "split": "test"}""", """{"text": "xqzt wvvk", "label": "oos", "split": "test"}"""]);
        await using var store = HoldfastStorage.Open($"Data Source={Store}");
        await store.InitializeAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_classifier_is_trained_stored_tried_promoted_and_rolled_back()
    {
        var first = await ClassifyAsync("train", Examples, "--name", "topics", "--promote", "--storage", Store);
        first.Code.ShouldBe(0, first.Error);
        first.Lines[0].ShouldStartWith("12 examples of 2 labels in ");
        first.Lines[1].ShouldStartWith("cross-validated: accuracy ");
        first.Lines[2].ShouldBe("held back: accuracy 100.0 %, rejected wrongly 0.0 %, calibration error " + first.Lines[2].Split("calibration error ")[1]);
        first.Lines[2].ShouldEndWith("out of scope found 100.0 % of 1");
        first.Lines[3].ShouldBe("stored as topics 1, in production");

        await File.AppendAllTextAsync(Examples, """{"text": "a receipt please", "label": "billing"}""", TestContext.Current.CancellationToken);
        var second = await ClassifyAsync("train", Examples, "--name", "topics", "--storage", Store);
        second.Lines[^1].ShouldBe("stored as topics 2; 'holdfast classify promote topics 2' puts it into production");
        (await ClassifyAsync("promote", "topics", "2", "--storage", Store)).Output.ShouldStartWith("topics 2 production");
        (await ClassifyAsync("list", "--storage", Store)).Lines.Select(l => l.Split("  ")[0]).ShouldBe(["topics 2 production", "topics 1"]);
        (await ClassifyAsync("rollback", "topics", "--storage", Store)).Output.ShouldStartWith("topics 1 production");
        (await ClassifyAsync("rollback", "topics", "--storage", Store)).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Error.ShouldContain("(no-earlier-classifier)"));

        var tried = await ClassifyAsync("test", "where is the order that I made", "--name", "topics", "--storage", Store);
        tried.Lines[0].ShouldStartWith("orders, confidence 0.");
        tried.Lines[1].ShouldStartWith("  else billing 0.");
        (await ClassifyAsync("test", "xqzt", "--name", "topics", "--version", "2", "--storage", Store)).Lines[0].ShouldBe("out of scope");
        (await ClassifyAsync("test", "x", "--name", "topics", "--version", "3", "--storage", Store)).Error.ShouldContain("no version 3 of a classifier 'topics'");
    }

    [Fact]
    public async Task A_file_needs_no_store()
    {
        var model = Path.Combine(folder.FullName, "topics.classifier");

        var trained = await ClassifyAsync("train", Examples, "--out", model, "--storage", "/nowhere");
        trained.Code.ShouldBe(0, trained.Error);
        (await ClassifyAsync("test", "track my order", "--model", model)).Output.ShouldStartWith("orders");
        var drift = await ClassifyAsync("drift", Examples, "--model", model);
        drift.Output.ShouldStartWith("14 texts: labels ");
        drift.Error.ShouldContain("about 0.14 of the labels' figure is chance");

        await File.WriteAllTextAsync(model, "HFCL", TestContext.Current.CancellationToken);
        (await ClassifyAsync("test", "track my order", "--model", model)).Error.ShouldContain("(invalid-classifier)");
    }

    [Fact]
    public async Task What_is_wrong_with_examples_is_named_with_its_line()
    {
        await File.AppendAllTextAsync(Examples, """{"text": "no label"}""", TestContext.Current.CancellationToken);
        (await ClassifyAsync("train", Examples, "--name", "topics", "--storage", Store)).Error.ShouldContain("Line 16 of ");
        await File.WriteAllTextAsync(Examples, "hello", TestContext.Current.CancellationToken);
        (await ClassifyAsync("train", Examples, "--name", "topics", "--storage", Store)).Error.ShouldContain("Line 1 of ");
        (await ClassifyAsync("train", "/nowhere.jsonl", "--name", "topics", "--storage", Store)).Error.ShouldContain("There is no file /nowhere.jsonl");
        (await ClassifyAsync("drift", "/nowhere.jsonl", "--model", "/nowhere")).Error.ShouldContain("(unknown-classifier)");
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        (await ClassifyAsync("train", Examples)).Error.ShouldContain("--name NAME in the store, or --out FILE");
        (await ClassifyAsync("train", Examples, "--out", "x", "--promote")).Code.ShouldBe(2);
        (await ClassifyAsync("test", "hello")).Error.ShouldContain("Say which classifier");
        (await ClassifyAsync("measure", "--data", "/nowhere")).Error.ShouldContain("which holds no intents_banking77.jsonl");
    }

    private static Task<CommandResult> ClassifyAsync(params string[] arguments) => CommandRun.RunAsync(["classify", .. arguments]);
}
