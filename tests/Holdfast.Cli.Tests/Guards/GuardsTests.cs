namespace Holdfast.Cli.Tests.Guards;

public sealed class GuardsTests
{
    [Fact]
    public async Task The_page_shows_what_is_measured()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Holdfast.slnx")))
        {
            root = root.Parent!;
        }

        var data = Path.Combine(root.FullName, "..", "shared", "data");
        Assert.SkipUnless(File.Exists(Path.Combine(data, "injection_dev.jsonl")), "../shared/data is absent");

        var result = await CommandRun.RunAsync(["guards", "measure", "--data", data]);

        result.Error.ShouldBeEmpty();
        result.Code.ShouldBe(0);
        var page = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "guards.md"), TestContext.Current.CancellationToken);
        page.ShouldContain(result.Output.ReplaceLineEndings("\n"), Case.Sensitive, "Put what 'holdfast guards measure' prints into docs/guards.md.");
    }

    [Fact]
    public async Task Missing_data_is_named()
    {
        var result = await CommandRun.RunAsync(["guards", "train", "--data", "/nowhere", "--output", "x.model"]);

        result.Code.ShouldBe(2);
        result.Error.ShouldContain("--data is '/nowhere', which holds no injection_dev.jsonl.");
    }
}
