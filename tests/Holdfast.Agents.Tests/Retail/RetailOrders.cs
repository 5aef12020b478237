using System.Text.Json.Nodes;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>What may become of orders and of the money for them. Each change checks everything first, so that it happens wholly or not at all.</summary>
internal sealed class RetailOrders(JsonObject content)
{
    private const string GiftCard = "gift_card";

    public JsonObject Products => (JsonObject)content["products"]!;

    public JsonObject Users => (JsonObject)content["users"]!;

    public JsonObject Orders => (JsonObject)content["orders"]!;

    /// <summary>An order of this customer; that of another is as unknown as one that does not exist.</summary>
    public JsonObject Of(string customer, string id) =>
        Orders[id] is JsonObject order && (string?)order["user_id"] == customer ? order : throw new ToolException($"The authenticated user has no order '{id}'. Order ids start with '#W'.");

    public (JsonObject Product, JsonObject Variant) Variant(string item)
    {
        foreach (var (_, product) in Products)
        {
            if (product!["variants"]![item] is JsonObject variant)
            {
                return ((JsonObject)product, variant);
            }
        }

        throw new ToolException($"There is no item '{item}'. A product id is no item id.");
    }

    public void Cancel(JsonObject order, JsonObject buyer, string reason)
    {
        Demand(order, "pending");
        if (reason is not ("no longer needed" or "ordered by mistake"))
        {
            throw new ToolException("An order is cancelled because it is 'no longer needed' or was 'ordered by mistake', for no other reason.");
        }

        foreach (var (method, paid) in Paid(order).Where(p => p.Value > 0).ToList())
        {
            Book(order, buyer, "refund", paid, method);
        }

        order["status"] = "cancelled";
        order["cancel_reason"] = reason;
    }

    public void ChangeAddress(JsonObject order, Func<string, string> text)
    {
        Demand(order, "pending");
        order["address"] = Address(text);
    }

    public void ChangePayment(JsonObject order, JsonObject buyer, string method)
    {
        Demand(order, "pending");
        var (before, amount) = Paid(order).Single(p => p.Value > 0);
        if (before == method)
        {
            throw new ToolException($"The order is paid by '{method}' already; another payment method is needed.");
        }

        DemandFunds(buyer, method, amount);
        Book(order, buyer, "payment", amount, method);
        Book(order, buyer, "refund", amount, before);
    }

    public void ChangeItems(JsonObject order, JsonObject buyer, string[] items, string[] newItems, string method)
    {
        Demand(order, "pending");
        var changes = Changes(order, items, newItems);
        var difference = Difference(changes);
        DemandFunds(buyer, method, difference);
        if (difference != 0)
        {
            Book(order, buyer, difference > 0 ? "payment" : "refund", Math.Abs(difference), method);
        }

        foreach (var (item, variant) in changes)
        {
            item["item_id"] = (string)variant["item_id"]!;
            item["price"] = variant["price"]!.DeepClone();
            item["options"] = variant["options"]!.DeepClone();
        }

        order["status"] = "pending (items modified)";
    }

    public void Exchange(JsonObject order, JsonObject buyer, string[] items, string[] newItems, string method)
    {
        Demand(order, "delivered");
        var difference = Difference(Changes(order, items, newItems));
        DemandFunds(buyer, method, difference);
        order["status"] = "exchange requested";
        order["exchange_items"] = Sorted(items);
        order["exchange_new_items"] = Sorted(newItems);
        order["exchange_payment_method_id"] = method;
        order["exchange_price_difference"] = difference;
    }

    public void Return(JsonObject order, JsonObject buyer, string[] items, string method)
    {
        Demand(order, "delivered");
        if (!Paid(order).ContainsKey(method) && (string)Method(buyer, method)["source"]! != GiftCard)
        {
            throw new ToolException("A refund goes to the original payment method or to a gift card of the user.");
        }

        Lines(order, items);
        order["status"] = "return requested";
        order["return_items"] = Sorted(items);
        order["return_payment_method_id"] = method;
    }

    public static JsonObject Address(Func<string, string> text) =>
        new(new[] { "address1", "address2", "city", "country", "state", "zip" }.Select(name => KeyValuePair.Create(name, (JsonNode?)text(name))));

    private static void Demand(JsonObject order, string status)
    {
        if ((string)order["status"]! != status)
        {
            throw new ToolException($"The order is '{order["status"]}'; this is only possible while it is '{status}'.");
        }
    }

    /// <summary>The lines of the order that these items are, each line once.</summary>
    private static List<JsonObject> Lines(JsonObject order, string[] items)
    {
        var left = order["items"]!.AsArray().Select(i => (JsonObject)i!).ToList();
        var lines = items.Select(id =>
        {
            var line = left.Find(l => (string)l["item_id"]! == id) ?? throw new ToolException($"The order does not hold '{id}', or not that often.");
            left.Remove(line);
            return line;
        }).ToList();
        return lines.Count > 0 ? lines : throw new ToolException("Name at least one item.");
    }

    private List<(JsonObject Item, JsonObject Variant)> Changes(JsonObject order, string[] items, string[] newItems)
    {
        var lines = Lines(order, items);
        if (items.Length != newItems.Length)
        {
            throw new ToolException("Each item needs one new item, in the same place of the list.");
        }

        return [.. lines.Zip(newItems, (line, id) =>
        {
            var (product, variant) = Variant(id);
            return (string)product["product_id"]! != (string)line["product_id"]! ? throw new ToolException($"'{id}' is another product than '{line["item_id"]}'.")
                : (string)line["item_id"]! == id ? throw new ToolException($"'{id}' is the item that it would be changed for.")
                : !(bool)variant["available"]! ? throw new ToolException($"'{id}' is not available.")
                : (line, variant);
        })];
    }

    private static decimal Difference(List<(JsonObject Item, JsonObject Variant)> changes) =>
        Math.Round(changes.Sum(c => (decimal)c.Variant["price"]! - (decimal)c.Item["price"]!), 2);

    /// <summary>What each payment method has paid so far, refunds taken off.</summary>
    private static Dictionary<string, decimal> Paid(JsonObject order) => order["payment_history"]!.AsArray()
        .GroupBy(p => (string)p!["payment_method_id"]!)
        .ToDictionary(g => g.Key, g => g.Sum(p => ((string)p!["transaction_type"]! == "payment" ? 1 : -1) * (decimal)p["amount"]!));

    private static JsonObject Method(JsonObject buyer, string method) =>
        buyer["payment_methods"]![method] as JsonObject ?? throw new ToolException($"The user has no payment method '{method}'.");

    private static void DemandFunds(JsonObject buyer, string method, decimal amount)
    {
        var paying = Method(buyer, method);
        if ((string)paying["source"]! == GiftCard && (decimal)paying["balance"]! < amount)
        {
            throw new ToolException($"The gift card holds {paying["balance"]}, which does not cover {amount}.");
        }
    }

    /// <summary>Books money on the order; on a gift card at once.</summary>
    private static void Book(JsonObject order, JsonObject buyer, string type, decimal amount, string method)
    {
        order["payment_history"]!.AsArray().Add((JsonNode)new JsonObject { ["transaction_type"] = type, ["amount"] = amount, ["payment_method_id"] = method });
        if (buyer["payment_methods"]![method] is JsonObject card && (string)card["source"]! == GiftCard)
        {
            card["balance"] = Math.Round((decimal)card["balance"]! + (type == "refund" ? amount : -amount), 2);
        }
    }

    private static JsonArray Sorted(string[] items) => [.. items.Order(StringComparer.Ordinal).Select(i => (JsonNode?)i)];
}
