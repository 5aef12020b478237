using System.Text;
using Holdfast.Agents.Support;
using Holdfast.Agents.Support.Demo;
using Holdfast.Classification;
using Holdfast.Knowledge;
using Holdfast.Testing;

namespace Holdfast.Agents.Tests.Support;

/// <summary>The shop's pages say what its tools enforce, and are found by what customers ask.</summary>
public sealed class PageTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Pages =
        SupportKnowledge.Pages().ToDictionary(page => page.Path, page => string.Join(' ', Encoding.UTF8.GetString(page.Content).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Rules_on_pages_are_those_of_the_tools()
    {
        var options = new SupportOptions();
        Pages["returns.md"].ShouldContain($"within {ShopRules.ReturnDays} days of its delivery");
        Pages["damaged-goods.md"].ShouldContain($"within {ShopRules.DamageDays} days of its delivery");
        Pages["refunds.md"].ShouldContain($"within {ShopRules.RefundWorkingDays} working days");
        Pages["refunds.md"].ShouldContain($"Refunds of up to {options.RefundLimit} euros are paid at once, {options.RefundLimit} euros within {ShopRules.RefundWindow.Days} days");
        Pages["shipping.md"].ShouldContain($"costs {ShopRules.ShippingCents / 100m:0.00} euros. From an order value of {ShopRules.FreeShippingCents / 100} euros");
        Pages["shipping.md"].ShouldContain($"For orders above {ShopRules.RedirectCents / 100} euros a person");
        Pages["privacy-and-account.md"].ShouldContain($"After {ShopRules.IdentityAttempts} wrong attempts in a day");
        Pages["contact.md"].ShouldContain(options.ServicePhone);
    }

    [Fact]
    public void Facts_on_pages_are_those_of_the_tables()
    {
        foreach (var product in SeedProducts.All.Where(product => product.WarrantyMonths is not (0 or 24)))
        {
            Pages["warranty.md"].ShouldContain($"the {product.Name} one of {product.WarrantyMonths} months");
        }

        SeedProducts.All.Where(product => !product.IsReturnable).Select(product => product.Id).ShouldBe(["seeds", "card"]);
        Pages["manual-brook-kettle.md"].ShouldContain("1.7 litres");
        Pages["manual-crema-espresso.md"].ShouldContain("1.8 litres");
        Pages["manual-meadow-mower.md"].ShouldContain("up to 600 square metres");
        Pages["manual-breeze-purifier.md"].ShouldContain("up to 40 square metres");
    }

    [Theory]
    [InlineData("How do I descale the kettle?", "manual-brook-kettle.md")]
    [InlineData("The orange lamp of my espresso machine blinks fast", "manual-crema-espresso.md")]
    [InlineData("My mower blinks red twice", "manual-meadow-mower.md")]
    [InlineData("How often must the HEPA filter be changed?", "manual-breeze-purifier.md")]
    [InlineData("How long does the battery of the leaf blower last?", "manual-gale-blower.md")]
    [InlineData("When is shipping free?", "shipping.md")]
    [InlineData("How long may I send things back?", "returns.md")]
    [InlineData("Which warranty do I have?", "warranty.md")]
    [InlineData("Can I pay by instalments?", "payment-and-billing.md")]
    [InlineData("When is customer service there?", "contact.md")]
    public async Task Questions_find_their_page(string question, string page)
    {
        var bases = new KnowledgeBases(new InMemoryStore().Knowledge);
        await SupportKnowledge.ApplyAsync(bases, cancellationToken: TestContext.Current.CancellationToken);

        var found = await bases.SearchAsync("default", SupportKnowledge.Base, new KnowledgeQuery { Text = question, Limit = 3 }, TestContext.Current.CancellationToken);

        found.Hits[0].Path.ShouldBe(page);
    }

    [Fact]
    public void Routing_is_the_same_each_time_and_knows_its_own_trade()
    {
        var classifier = SupportRouting.Train(TestContext.Current.CancellationToken);
        output.WriteLine(classifier.Figures.ToString());

        SupportRouting.Train(TestContext.Current.CancellationToken).Hash.ShouldBe(classifier.Hash);
        classifier.Figures.Accuracy.ShouldBeGreaterThan(0.75);
        foreach (var (text, label) in (ReadOnlySpan<(string, string)>)
        [
            ("Has my parcel left yet?", "orders"), ("I would like to return the kettle", "returns"), ("What does the orange lamp mean?", "products"),
            ("Send me the invoice of my last order, please", "billing"), ("I want to speak with a real human", "person"), ("What does red blinking mean on the mower?", "products"), ("The pan came with a crack", "returns"),
            ("Please stop order FF-10043", "orders"), ("I never got my money", "billing"),
        ])
        {
            classifier.Predict(text).Label.ShouldBe(label, text);
        }

        foreach (var text in (string[])["Write an essay about dogs", "Is it going to rain?", "Can you recommend a restaurant?"])
        {
            classifier.Predict(text).InScope.ShouldBeFalse(text);
        }
    }
}
