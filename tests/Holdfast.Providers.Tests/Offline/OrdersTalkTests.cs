using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>A domain that the offline model was not made for.</summary>
public class OrdersTalkTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<AITool> Tools =
    [
        OfflineTalk.Tool("get_order_status", "Returns the status and delivery date of an order.", ToolEffect.Read, """{"order_id":{"type":"string","description":"The order's number, such as W-10234."}}""", "order_id"),
        OfflineTalk.Tool("list_orders", "Lists the customer's orders.", ToolEffect.Read, "{}"),
        OfflineTalk.Tool("cancel_order", "Cancels an order that has not been shipped.", ToolEffect.Destructive, """{"order_id":{"type":"string"},"reason":{"type":"string","enum":["no longer needed","ordered by mistake"]}}""", "order_id", "reason"),
        OfflineTalk.Tool("order_product", "Orders a product from the catalogue.", ToolEffect.Write, """{"product":{"type":"string","description":"The product's name."},"quantity":{"type":"integer","minimum":1,"maximum":20},"gift_wrap":{"type":"boolean","description":"Whether to wrap it as a gift."}}""", "product", "quantity"),
        OfflineTalk.Tool("change_address", "Changes the delivery address of an order.", ToolEffect.Write, """{"order_id":{"type":"string"},"city":{"type":"string"},"postcode":{"type":"string","pattern":"^[0-9]{5}$"}}""", "order_id", "city", "postcode"),
    ];

    [Fact]
    public async Task Reads_an_order_by_its_number()
    {
        var talk = new OfflineTalk(Tools, (_, _) => """{"order_id":"W-10234","status":"shipped","delivery_date":"2026-11-25","items":[{"name":"Desk lamp","quantity":2}]}""");
        var reply = await Say(talk, "Where is my order W-10234?");
        talk.Calls.ShouldBe([("get_order_status", """{"order_id":"W-10234"}""")]);
        reply.ShouldContain("Status: shipped");
        reply.ShouldContain("Delivery date: Wednesday, 25 November 2026");
        reply.ShouldContain("- Desk lamp, quantity 2");
    }

    [Fact]
    public async Task Orders_with_a_quantity_in_range_and_an_option_that_was_said()
    {
        var talk = new OfflineTalk(Tools, (_, _) => """{"ok":true}""");
        (await Say(talk, "I want to buy 50 desk lamps, gift wrapped")).ShouldContain("between 1 and 20");
        (await Say(talk, "then two")).ShouldContain("- Quantity: 2");
        await Say(talk, "yes");
        talk.Calls.ShouldBe([("order_product", """{"product":"desk lamps","quantity":2,"gift_wrap":true}""")]);
    }

    [Fact]
    public async Task Lists_orders_first_to_cancel_the_one_that_is_meant()
    {
        var talk = new OfflineTalk(Tools, (name, _) => name == "list_orders"
            ? """{"orders":[{"order_id":"W-1","product":"Desk lamp"},{"order_id":"W-2","product":"Office chair"}]}""" : """{"message":"Order W-2 is cancelled."}""");
        (await Say(talk, "please call off my order of the office chair")).ShouldContain("reason (no longer needed or ordered by mistake)");
        var proposal = await Say(talk, "I ordered it by mistake");
        proposal.ShouldContain("- Order ID: W-2");
        proposal.ShouldContain("- Reason: ordered by mistake");
        (await Say(talk, "yes")).ShouldBe("Order W-2 is cancelled.");
    }

    [Fact]
    public async Task Collects_a_patterned_value_and_a_place()
    {
        var talk = new OfflineTalk(Tools, (_, _) => """{"message":"Changed."}""");
        await Say(talk, "Can you change the address of order W-77 to Hamburg, 20095?");
        talk.Calls.ShouldBeEmpty();
        var proposal = talk.Messages[^1].Text.Contains("- City: Hamburg", StringComparison.Ordinal) ? talk.Messages[^1].Text : await Say(talk, "Hamburg");
        proposal.ShouldContain("- Postcode: 20095");
        proposal.ShouldContain("- Order ID: W-77");
    }

    private async Task<string> Say(OfflineTalk talk, string text)
    {
        var reply = await talk.Say(text);
        output.WriteLine($"> {text}\n{reply}\n");
        return reply;
    }
}
