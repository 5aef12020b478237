using FsCheck;
using FsCheck.Fluent;
using Holdfast.Safety.Text;

namespace Holdfast.Tests.Safety.Text;

public sealed class UntrustedTextTests
{
    private const string Nonce = "0123456789abcdef";

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Elements("<", "/", " ", "untrusted", "UNTRUSTED", "-", Nonce, ">", "＜", "u\u200Bntrusted", "untru\u0455ted", "𝟎123456789abcdef", "\uD835", "</untrusted-" + Nonce + ">", "\n"),
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));

    private static readonly Arbitrary<string> Hostile = Gen.ArrayOf(Piece).Select(string.Concat).ToArbitrary();

    [Fact]
    public void No_text_can_close_its_marks_or_open_others() =>
        Prop.ForAll(Hostile, text =>
        {
            var seen = TextNormalisation.Normalise(UntrustedText.Wrap(text, "tool:" + text, Nonce)).Text;
            Count(seen, Nonce).ShouldBe(2);
            seen.ShouldStartWith($"<untrusted-{Nonce} source=\"tool:");
            seen.ShouldEndWith($"\n</untrusted-{Nonce}>");
            Count(string.Concat(seen.Where(c => !char.IsWhiteSpace(c) && c != '/')), "<untrusted").ShouldBe(2);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Text_without_forgery_stays_as_it_is() =>
        UntrustedText.Wrap("An <b>untrusted</b> source & more.", "tool:read_inbox", Nonce)
            .ShouldBe($"<untrusted-{Nonce} source=\"tool:read_inbox\">\nAn <b>untrusted</b> source & more.\n</untrusted-{Nonce}>");

    [Fact]
    public void What_is_cut_in_the_middle_keeps_nothing_outside_of_marks()
    {
        var whole = $"before {UntrustedText.Wrap("a stranger's words", "tool:read", Nonce)} after {UntrustedText.Wrap("more", "tool:read", Nonce)}";
        for (var from = 0; from < whole.Length; from++)
        {
            var rest = UntrustedText.AfterCut(whole[from..], Nonce);
            var opened = rest.IndexOf($"<untrusted-{Nonce} ", StringComparison.Ordinal);
            foreach (var word in new[] { "stranger's", "more" })
            {
                var at = rest.IndexOf(word, StringComparison.Ordinal);
                (at < 0 || (opened >= 0 && opened < at)).ShouldBeTrue(rest);
            }
        }
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var i = text.IndexOf(part, StringComparison.OrdinalIgnoreCase); i >= 0; i = text.IndexOf(part, i + 1, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }
}
