using Holdfast.Caching;
using Holdfast.Cli.Caching;

namespace Holdfast.Cli.Tests.Caching;

/// <summary>Wrong answers from the cache, measured: questions with the same words and another intent.</summary>
public sealed class CacheTests
{
    [Fact]
    public async Task At_the_shipped_threshold_at_most_one_in_a_hundred_questions_gets_the_answer_of_another_intent()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Holdfast.slnx")))
        {
            root = root.Parent!;
        }

        var folder = Path.Combine(root.FullName, "..", "shared", "data");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "intents_banking77.jsonl")), "../shared/data is absent");
        var (_, heldBack) = await CacheCommand.ReadAsync(folder, TestContext.Current.CancellationToken);

        var measured = AnswerCacheMeasurement.Of(heldBack, TestContext.Current.CancellationToken);

        var threshold = new AnswerCacheOptions().Threshold;
        measured.Questions.ShouldBeGreaterThan(4_000);
        measured.Different.Count.ShouldBe(measured.Questions);
        AnswerCacheMeasurement.Hits(measured.Different, threshold).ShouldBeLessThanOrEqualTo(0.01);
        measured.Answered(threshold, isRight: false).ShouldBeLessThanOrEqualTo(0.01);
        AnswerCacheMeasurement.Hits(measured.Repeated, threshold).ShouldBeGreaterThan(0.9);
        AnswerCacheMeasurement.Hits(measured.Same, threshold).ShouldBeGreaterThan(0.02);
        measured.Answered(threshold, isRight: true).ShouldBeGreaterThan(0.04);
        var page = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "caching.md"), TestContext.Current.CancellationToken);
        page.ShouldContain(string.Join('\n', measured.Lines("held-back half")), Case.Sensitive, "Put what 'holdfast cache eval' prints into docs/caching.md.");
    }

    [Fact]
    public async Task Two_questions_are_compared_and_wrong_use_is_refused()
    {
        (await CommandRun.RunAsync(["cache", "test", "Where is my card?", "where's my card"])).Output.ShouldStartWith("yes: similarity 1.00");
        (await CommandRun.RunAsync(["cache", "test", "Where is my card?", "Where is my phone?"])).Output.ShouldStartWith("no: they differ in what matters");
        var refused = await CommandRun.RunAsync(["cache", "eval", "--data", "/nowhere"]);
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain("which holds no intents_banking77.jsonl");
    }
}
