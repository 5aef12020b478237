using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>
/// What of the shop's policy is code: who is authenticated, one user in a conversation, order states, what may take the place of what, and money. Holdfast holds the yes before every write and
/// one call at a time. What is left to the model: not to invent or recommend, to remind of further items, when to hand over to a person, and to deny in words.
/// </summary>
public sealed class RetailPolicyTests
{
    private readonly RetailDatabase database = new(RetailData.Database);
    private readonly Guid session = Guid.NewGuid();
    private int calls;

    private JsonObject Orders => (JsonObject)database.Content["orders"]!;

    [Fact]
    public void Nothing_of_a_user_is_told_or_changed_before_the_user_is_found()
    {
        var order = Orders.First();
        Refused("get_order_details", ("order_id", order.Key)).ShouldContain("Nobody is authenticated");
        Refused("get_user_details", ("user_id", (string)order.Value!["user_id"]!)).ShouldContain("Nobody is authenticated");
        Refused("cancel_pending_order", ("order_id", order.Key), ("reason", "no longer needed")).ShouldContain("Nobody is authenticated");
        Refused("find_user_id_by_email", ("email", "nobody@example.com")).ShouldContain("No user was found");
    }

    [Fact]
    public void A_conversation_is_about_one_user()
    {
        var order = Pending();
        Find(order);
        var stranger = Orders.First(o => (string)o.Value!["user_id"]! != (string)order["user_id"]!).Value!;
        Refused("get_order_details", ("order_id", (string)stranger["order_id"]!)).ShouldContain("has no order");
        Refused("get_user_details", ("user_id", (string)stranger["user_id"]!)).ShouldContain("not the authenticated user");
        Refused("find_user_id_by_email", ("email", EmailOf(stranger))).ShouldContain("another user");
        Refused("cancel_pending_order", ("order_id", (string)stranger["order_id"]!), ("reason", "no longer needed")).ShouldContain("has no order");
        database.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancelled_order_is_refunded_to_the_gift_card_that_paid_it_and_then_stays_as_it_is()
    {
        var order = Pending(o => PayerOf(o).StartsWith("gift_card", StringComparison.Ordinal));
        Find(order);
        var card = database.Content["users"]![(string)order["user_id"]!]!["payment_methods"]![PayerOf(order)]!;
        var (balance, paid) = ((decimal)card["balance"]!, (decimal)order["payment_history"]![0]!["amount"]!);
        Refused("cancel_pending_order", Id(order), ("reason", "too expensive")).ShouldContain("for no other reason");

        Do("cancel_pending_order", Id(order), ("reason", "no longer needed"));
        ((decimal)card["balance"]!).ShouldBe(balance + paid);
        (order["status"]!.ToString(), order["payment_history"]![1]!["transaction_type"]!.ToString()).ShouldBe(("cancelled", "refund"));
        Refused("cancel_pending_order", Id(order), ("reason", "no longer needed")).ShouldContain("'cancelled'");
        ((decimal)card["balance"]!).ShouldBe(balance + paid);
    }

    [Fact]
    public void Items_are_changed_once_for_available_ones_of_the_same_product_and_the_difference_is_booked()
    {
        var order = Pending(o => !PayerOf(o).StartsWith("gift_card", StringComparison.Ordinal));
        Find(order);
        var item = order["items"]![0]!;
        var (id, price) = ((string)item["item_id"]!, (decimal)item["price"]!);
        var variants = ((JsonObject)database.Content["products"]![(string)item["product_id"]!]!["variants"]!).Select(v => v.Value!).Where(v => (string)v["item_id"]! != id).ToList();
        var available = variants.First(v => (bool)v["available"]! && (decimal)v["price"]! != price);
        var foreign = database.Content["products"]!.AsObject().First(p => p.Key != (string)item["product_id"]!).Value!["variants"]!.AsObject().First().Key;
        string Change(string to) => Refused("modify_pending_order_items", Id(order), ("item_ids", new JsonArray(id)), ("new_item_ids", new JsonArray(to)), ("payment_method_id", PayerOf(order)));
        Change(foreign).ShouldContain("another product");
        Change(id).ShouldContain("the item that it would be changed for");
        Change("1").ShouldContain("no item");
        if (variants.Find(v => !(bool)v["available"]!) is { } missing)
        {
            Change((string)missing["item_id"]!).ShouldContain("not available");
        }

        Do("modify_pending_order_items", Id(order), ("item_ids", new JsonArray(id)), ("new_item_ids", new JsonArray((string)available["item_id"]!)), ("payment_method_id", PayerOf(order)));
        var difference = (decimal)available["price"]! - price;
        var booked = order["payment_history"]![1]!;
        (booked["transaction_type"]!.ToString(), (decimal)booked["amount"]!).ShouldBe((difference > 0 ? "payment" : "refund", Math.Abs(difference)));
        ((string)item["item_id"]!).ShouldBe((string)available["item_id"]!);
        Refused("modify_pending_order_items", Id(order), ("item_ids", new JsonArray((string)available["item_id"]!)), ("new_item_ids", new JsonArray(id)), ("payment_method_id", PayerOf(order)))
            .ShouldContain("items modified");
        Refused("cancel_pending_order", Id(order), ("reason", "no longer needed")).ShouldContain("items modified");
    }

    [Fact]
    public void A_delivered_order_is_returned_once_to_what_paid_it_or_a_gift_card()
    {
        var order = Orders.Select(o => o.Value!).First(o => (string)o["status"]! == "delivered"
            && MethodsOf(o).Any(m => m.Key != PayerOf(o) && !m.Key.StartsWith("gift_card", StringComparison.Ordinal)));
        Find(order);
        var items = new JsonArray((string)order["items"]![0]!["item_id"]!);
        var other = MethodsOf(order).First(m => m.Key != PayerOf(order) && !m.Key.StartsWith("gift_card", StringComparison.Ordinal)).Key;
        Refused("return_delivered_order_items", Id(order), ("item_ids", items.DeepClone()), ("payment_method_id", other)).ShouldContain("original payment method");
        Refused("return_delivered_order_items", Id(order), ("item_ids", new JsonArray("1")), ("payment_method_id", PayerOf(order))).ShouldContain("does not hold");
        Do("return_delivered_order_items", Id(order), ("item_ids", items.DeepClone()), ("payment_method_id", PayerOf(order)));
        Refused("exchange_delivered_order_items", Id(order), ("item_ids", items.DeepClone()), ("new_item_ids", items.DeepClone()), ("payment_method_id", PayerOf(order))).ShouldContain("return requested");
    }

    [Fact]
    public void The_same_key_makes_one_write()
    {
        var order = Pending();
        Find(order);
        var arguments = JsonElement.Parse(new JsonObject { ["order_id"] = (string)order["order_id"]!, ["reason"] = "no longer needed" }.ToJsonString());
        var first = database.Execute("cancel_pending_order", arguments, session, "key");
        database.Execute("cancel_pending_order", arguments, session, "key").ShouldBe(first);
        database.Writes.ShouldHaveSingleItem();
    }

    private JsonNode Pending(Func<JsonNode, bool>? which = null) => Orders.Select(o => o.Value!).First(o => (string)o["status"]! == "pending" && (which?.Invoke(o) ?? true));

    private static string PayerOf(JsonNode order) => (string)order["payment_history"]![0]!["payment_method_id"]!;

    private JsonObject MethodsOf(JsonNode order) => (JsonObject)database.Content["users"]![(string)order["user_id"]!]!["payment_methods"]!;

    private string EmailOf(JsonNode order) => (string)database.Content["users"]![(string)order["user_id"]!]!["email"]!;

    private static (string, JsonNode?) Id(JsonNode order) => ("order_id", (string)order["order_id"]!);

    private void Find(JsonNode order) => Do("find_user_id_by_email", ("email", EmailOf(order))).ShouldBe((string)order["user_id"]!);

    private string Do(string tool, params (string Name, JsonNode? Value)[] arguments) =>
        database.Execute(tool, JsonElement.Parse(new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value))).ToJsonString()), session, $"call-{++calls}");

    private string Refused(string tool, params (string Name, JsonNode? Value)[] arguments) => Should.Throw<ToolException>(() => Do(tool, arguments)).Message;
}
