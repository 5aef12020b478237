using Holdfast.Knowledge.Search;

namespace Holdfast.Tests.Knowledge;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("closing", "closed", "closes")]
    [InlineData("fees", "fee")]
    [InlineData("transfers", "transferring", "transferred")]
    [InlineData("eligibility", "eligible")]
    [InlineData("availability", "available")]
    [InlineData("policies", "policy")]
    [InlineData("Größe", "GRÖSSE", "grosse")]
    [InlineData("café", "cafe", "CAFÉ", "cafe\u0301")]
    public void Forms_of_a_word_are_one_term(params string[] forms) =>
        forms.SelectMany(SearchTerms.Of).Distinct().Count().ShouldBe(1);

    [Theory]
    [InlineData("The customer's account, and yours.", "customer account")]
    [InlineData("open_bank_account_4821", "open bank account 4821")]
    [InlineData("1.5% of $25,000", "1 5 25 000")]
    [InlineData("with the and of", "")]
    [InlineData("", "")]
    public void Terms_are_words_without_stop_words_and_marks(string text, string terms) => SearchTerms.Join(text).ShouldBe(terms);

    [Fact]
    public void Terms_are_letters_and_digits_only()
    {
        var random = new Random(3);
        for (var n = 0; n < 2_000; n++)
        {
            var text = new string([.. Enumerable.Range(0, 60).Select(_ => (char)random.Next(1, 0xFFFF))]);
            foreach (var term in SearchTerms.Of(text))
            {
                term.EnumerateRunes().All(System.Text.Rune.IsLetterOrDigit).ShouldBeTrue(term);
                term.Length.ShouldBeInRange(1, 40);
            }
        }
    }
}
