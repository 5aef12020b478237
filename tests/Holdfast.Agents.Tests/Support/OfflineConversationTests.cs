using Holdfast.Journal;

namespace Holdfast.Agents.Tests.Support;

/// <summary>The support agent without a language model: the real tables, tools, pages, routing, engine and offline model.</summary>
public class OfflineConversationTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_gets_everything_that_a_newcomer_tries_first()
    {
        await using var shop = await Shop.OpenAsync();
        await using var talk = await Talk.OpenAsync(shop, output, "maria", Token);

        (await talk.SayAsync("Where is my order FF-10042?")).ShouldContain("verify that it is you");
        (await talk.SayAsync("Verify me: order FF-10041, maria@example.com")).ShouldContain("yes/no");
        (await talk.SayAsync("yes")).ShouldContain("Maria Brandt");
        (await talk.SayAsync("Where is my order FF-10042?")).ShouldContain("PX10042DE");
        (await talk.SayAsync("I want to return the Bramble work gloves from order FF-10041, they are unopened")).ShouldContain("yes/no");
        (await talk.SayAsync("yes")).ShouldContain("RT-");
        (await talk.SayAsync("How do I descale the kettle?")).ShouldContain("citric acid");
        talk.Last.Answer.ShouldNotBeNull().ShouldContain("manual-brook-kettle.md");
        (await talk.SayAsync("Please refund 34.90 euros for order FF-10039")).ShouldContain("yes/no");
        (await talk.SayAsync("yes")).ShouldContain("Refunded: €34.90");
        (await talk.SayAsync("Please refund 179 euros for order FF-10038")).ShouldContain("yes/no");
        await talk.SayAsync("yes");
        talk.Last.Status.ShouldBe(RunStatus.Waiting);
        (await shop.CountAsync("support_refunds WHERE order_number = 'FF-10038'")).ShouldBe(0);
        (await talk.DecideAsync(approve: true)).ShouldContain("Refunded: €179.00");
        (await talk.SayAsync("What is the capital of France?")).ShouldContain("can't help with that");
        await talk.SayAsync("let me talk to a person");
        talk.Last.Reason.ShouldBe(TerminationReason.Escalated);
        (await shop.CountAsync("support_refunds WHERE user_id = 'maria'")).ShouldBe(2);
        (await shop.CountAsync("support_claims WHERE order_number = 'FF-10041'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("I want to return the gloves of order FF-10041")]
    [InlineData("I want to return the gloves from my order FF-10041")]
    [InlineData("return gloves FF-10041")]
    public async Task An_order_that_is_named_is_not_asked_about(string request)
    {
        await using var shop = await Shop.OpenAsync();
        await using var talk = await Talk.OpenAsync(shop, output, "maria", Token);
        await talk.SayAsync("Verify me: order FF-10041, maria@example.com");
        await talk.SayAsync("yes");

        (await talk.SayAsync(request)).ShouldContain("condition (Unopened, Opened or Used)");
    }

    [Fact]
    public async Task Without_the_order_system_it_says_so_opens_a_ticket_and_goes_on_with_what_still_works()
    {
        await using var shop = await Shop.OpenAsync();
        await using var talk = await Talk.OpenAsync(shop, output, "maria", Token);
        shop.Options.OrderSystemDown = true;

        var answer = await talk.SayAsync("Where is my order FF-10042?");

        answer.ShouldContain("cannot reach our order system");
        answer.ShouldNotContain("shipped");
        talk.Last.Reason.ShouldBe(TerminationReason.Escalated);
        (await talk.TicketsAsync()).ShouldHaveSingleItem().Summary.ShouldContain("The order system does not answer.");
        (await talk.SayAsync("How do I descale the kettle?")).ShouldContain("citric acid");
    }

    [Fact]
    public async Task A_question_that_the_pages_do_not_answer_is_asked_again_once_and_then_a_person_answers()
    {
        await using var shop = await Shop.OpenAsync();
        await using var talk = await Talk.OpenAsync(shop, output, "maria", Token);

        (await talk.SayAsync("How do I descale the kettle?")).ShouldContain("citric acid");
        talk.Last.Confidence.ShouldNotBeNull().ShouldBeGreaterThan(0.9);
        (await talk.SayAsync("What does the purple indicator mean?")).ShouldContain("too little about that on our pages");
        (talk.Last.Reason, talk.Last.Confidence).ShouldBe((TerminationReason.NeedsInput, 0.2689));
        await talk.SayAsync("Which perfume suits a trampoline?");
        talk.Last.Reason.ShouldBe(TerminationReason.Escalated);
        (await talk.TicketsAsync()).ShouldHaveSingleItem().Reason.ShouldBe(TicketReason.LowConfidence);
    }

    [Fact]
    public async Task Nobody_in_particular_gets_products_and_rules_and_nothing_else()
    {
        await using var shop = await Shop.OpenAsync();
        await using var talk = await Talk.OpenAsync(shop, output, Principal.Anonymous.User, Token);

        (await talk.SayAsync("How long do I have to return something?")).ShouldContain("30 days");
        (await talk.SayAsync("Do you have a garden hose?")).ShouldContain("Dew garden hose, €39.90");
        (await talk.SayAsync("Where is my order FF-10042?")).ShouldContain("not signed in");
        talk.Last.Answer.ShouldNotBeNull().ShouldNotContain("PX10042DE");
    }
}
