using Holdfast.Confidence;

namespace Holdfast.Tests.Confidence;

public class UnsureWordsTests
{
    [Theory]
    [InlineData("I'm not sure, but it may be 30 days.")]
    [InlineData("Sorry. I do not know that.")]
    [InlineData("I don’t know.")]
    [InlineData("I DON'T HAVE ENOUGH INFORMATION about this.")]
    [InlineData("Das weiß ich leider nicht. Ich bin mir nicht sicher.")]
    [InlineData("Je ne sais pas.")]
    [InlineData("No estoy seguro.")]
    [InlineData("Non lo so.")]
    [InlineData("Não sei dizer.")]
    [InlineData("Ik weet het niet.")]
    public void An_answer_that_says_that_it_does_not_know_is_found(string answer) => UnsureWords.AreIn(answer).ShouldBeTrue();

    [Theory]
    [InlineData("Within 30 days.")]
    [InlineData("There is no order A-7.")]
    [InlineData("Make sure that the lid is closed. I know it is hot.")]
    [InlineData("Do you know your order number?")]
    [InlineData("")]
    public void A_firm_answer_is_not(string answer) => UnsureWords.AreIn(answer).ShouldBeFalse();
}
