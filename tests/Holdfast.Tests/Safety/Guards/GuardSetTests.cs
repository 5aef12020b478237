using Holdfast.Safety.Guards;

namespace Holdfast.Tests.Safety.Guards;

public sealed class GuardSetTests
{
    [Theory]
    [InlineData(GuardMode.Observe, GuardVerdict.Pass, "a bad thing")]
    [InlineData(GuardMode.Redact, GuardVerdict.Redact, "a [word] thing")]
    [InlineData(GuardMode.Block, GuardVerdict.Block, "a bad thing")]
    [InlineData(GuardMode.Escalate, GuardVerdict.Escalate, "a bad thing")]
    public async Task The_mode_decides_what_a_finding_does(GuardMode mode, GuardVerdict verdict, string text)
    {
        var outcome = await CheckAsync(new GuardSet([new WordGuard("words", "bad", GuardMode.Block)], new Dictionary<string, GuardMode> { ["words"] = mode }));
        (outcome.Verdict, outcome.Text).ShouldBe((verdict, text));
        var report = outcome.Reports.ShouldHaveSingleItem();
        (report.Guard, report.Mode, report.Verdict, report.Kinds["word"]).ShouldBe(("words", mode, verdict, 1));
    }

    [Fact]
    public async Task The_severest_verdict_counts_and_every_guard_reports()
    {
        var outcome = await CheckAsync(new GuardSet([new WordGuard("one", "bad", GuardMode.Redact), new WordGuard("two", "thing", GuardMode.Block), new WordGuard("three", "good", GuardMode.Escalate)]));
        outcome.Verdict.ShouldBe(GuardVerdict.Block);
        outcome.MayPass.ShouldBeFalse();
        outcome.Reports.Select(r => (r.Guard, r.Verdict)).ShouldBe([("one", GuardVerdict.Redact), ("two", GuardVerdict.Block)]);
    }

    [Theory]
    [InlineData(GuardMode.Redact, GuardVerdict.Block)]
    [InlineData(GuardMode.Block, GuardVerdict.Block)]
    [InlineData(GuardMode.Escalate, GuardVerdict.Escalate)]
    public async Task A_guard_that_fails_withholds_the_text_and_is_named_without_quoting_it(GuardMode mode, GuardVerdict verdict)
    {
        var outcome = await CheckAsync(new GuardSet([new WordGuard("broken", "bad", mode, failOn: "thing")]));
        (outcome.Verdict, outcome.Text).ShouldBe((verdict, ""));
        outcome.Reports.ShouldHaveSingleItem().Error.ShouldBe("InvalidOperationException");
    }

    [Fact]
    public async Task A_guard_that_only_observes_may_fail()
    {
        var outcome = await CheckAsync(new GuardSet([new WordGuard("broken", "bad", GuardMode.Observe, failOn: "thing")]));
        (outcome.Verdict, outcome.Text).ShouldBe((GuardVerdict.Pass, "a bad thing"));
        outcome.Reports.ShouldHaveSingleItem().Error.ShouldBe("InvalidOperationException");
    }

    [Fact]
    public async Task A_cancelled_check_is_no_verdict()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await new GuardSet([new CancelledGuard()]).CheckAsync(new GuardedText { Text = "x", Point = GuardPoint.Input }, cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task A_guard_looks_only_where_it_is_meant_to() =>
        (await CheckAsync(new GuardSet([new WordGuard("words", "bad", GuardMode.Block, points: GuardPoint.Output)]))).Reports.ShouldBeEmpty();

    [Fact]
    public void A_set_says_what_is_wrong_with_it()
    {
        var words = new WordGuard("words", "bad", GuardMode.Block);
        Should.Throw<ArgumentException>(() => new GuardSet([words, words])).Message.ShouldContain("'words'");
        Should.Throw<ArgumentException>(() => new GuardSet([words], new Dictionary<string, GuardMode> { ["word"] = GuardMode.Block })).Message.ShouldContain("words");
    }

    [Fact]
    public void Only_guards_that_act_hold_an_answer_back() =>
        new GuardSet([new WordGuard("a", "x", GuardMode.Observe, int.MaxValue), new WordGuard("b", "x", GuardMode.Block, int.MaxValue, GuardPoint.Input), new WordGuard("c", "x", GuardMode.Redact, 99)]).HoldBack.ShouldBe(99);

    private static async Task<GuardOutcome> CheckAsync(GuardSet guards) =>
        await guards.CheckAsync(new GuardedText { Text = "a bad thing", Point = GuardPoint.Input }, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class CancelledGuard : Guard
    {
        public override string Name => "cancelled";

        public override GuardPoint Points => GuardPoint.Everywhere;

        public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken) => ValueTask.FromCanceled<IReadOnlyList<GuardFinding>>(cancellationToken);
    }
}
