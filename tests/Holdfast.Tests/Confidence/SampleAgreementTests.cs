using Holdfast.Confidence;

namespace Holdfast.Tests.Confidence;

public class SampleAgreementTests
{
    [Theory]
    [InlineData("Shoes may be returned within 30 days.", "You may return shoes within 30 days of delivery.")]
    [InlineData("The total is $1,200.50.", "The total comes to 1200.50 dollars.")]
    [InlineData("It costs 30 €.", "It costs 30.00 € in all.")]
    [InlineData("Your appointment is on 12 May 2026.", "Your appointment is on 2026-05-12.")]
    [InlineData("Order A-1042 was shipped.", "The order A-1042 was shipped yesterday.")]
    [InlineData("No, sale items cannot be returned.", "Sale items cannot be returned, no.")]
    [InlineData("Grüße an José", "grusse an jose grüße")]
    public void Answers_that_say_the_same_agree(string one, string other) => Both(one, other).ShouldBe((1, 1));

    [Theory]
    [InlineData("Shoes may be returned within 30 days.", "Shoes may be returned within 14 days.")]
    [InlineData("The total is $1,200.50.", "The total is $1,250.50.")]
    [InlineData("Your appointment is on 12 May 2026.", "Your appointment is on 2026-06-12.")]
    [InlineData("Order A-1042 was shipped.", "Order A-1043 was shipped.")]
    [InlineData("Sale items can be returned.", "Sale items can not be returned.")]
    [InlineData("The kettle holds a litre of water.", "Our shop opens at nine in the morning.")]
    public void Answers_that_differ_in_what_counts_do_not(string one, string other) => Both(one, other).ShouldBe((0, 0));

    [Fact]
    public void Agreement_is_the_share_of_the_samples()
    {
        SampleAgreement.Of("30 days.", []).ShouldBeNull();
        SampleAgreement.Of("Within 30 days.", ["Within 30 days.", "30 days.", "Within 14 days."]).ShouldBe(0.6667);
    }

    private static (double?, double?) Both(string one, string other) => (SampleAgreement.Of(one, [other]), SampleAgreement.Of(other, [one]));
}
