using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>The shop's own system: the database, who each conversation is about, and which writes were made under which key. It outlives the agent's process.</summary>
/// <remarks>
/// What of the policy is code is code here: who is authenticated and whose data it is, order states, what may be exchanged for what, and all money.
/// </remarks>
internal sealed class RetailDatabase(JsonObject content)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, string> customers = [];
    private readonly Dictionary<string, string> results = [];
    private readonly List<string> writes = [];
    private readonly RetailOrders orders = new(content);

    public JsonObject Content => content;

    /// <summary>Every write that was made, in order: the tool and its arguments.</summary>
    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (gate)
            {
                return [.. writes];
            }
        }
    }

    /// <summary>Carries a tool call out; a write under a key that was used before is not made again.</summary>
    /// <exception cref="ToolException">It is not possible, and nothing was changed.</exception>
    public string Execute(string tool, JsonElement arguments, Guid session, string key)
    {
        lock (gate)
        {
            if (results.TryGetValue(key, out var before))
            {
                return before;
            }

            var customer = customers.GetValueOrDefault(session);
            if (Read(tool, arguments, session, customer) is { } answer)
            {
                return answer;
            }

            var result = Write(tool, arguments, customer ?? throw Unauthenticated()).ToJsonString();
            results.Add(key, result);
            writes.Add($"{tool} {arguments.GetRawText()}");
            return result;
        }
    }

    private string? Read(string tool, JsonElement arguments, Guid session, string? customer)
    {
        string Text(string name) => arguments.GetProperty(name).GetString()!;
        return tool switch
        {
            "find_user_id_by_email" => Authenticate(session, customer, user => Same(user["email"], Text("email"))),
            "find_user_id_by_name_zip" => Authenticate(session, customer, user =>
                Same(user["name"]!["first_name"], Text("first_name")) && Same(user["name"]!["last_name"], Text("last_name")) && Same(user["address"]!["zip"], Text("zip"))),
            "get_user_details" => Own(customer, Text("user_id")).ToJsonString(),
            "get_order_details" => orders.Of(customer ?? throw Unauthenticated(), Text("order_id")).ToJsonString(),
            "get_product_details" => orders.Products[Text("product_id")]?.ToJsonString() ?? throw new ToolException($"There is no product '{Text("product_id")}'. An item id is no product id."),
            "get_item_details" => orders.Variant(Text("item_id")).Variant.ToJsonString(),
            "list_all_product_types" => new JsonObject(orders.Products.OrderBy(p => (string?)p.Value!["name"], StringComparer.Ordinal)
                .Select(p => KeyValuePair.Create((string)p.Value!["name"]!, (JsonNode?)p.Key))).ToJsonString(),
            "calculate" => Sum.Of(Text("expression")),
            // Nothing is handed over here: the conversation is, by whoever reads its end.
            "transfer_to_human_agents" => "Transfer successful",
            _ => null,
        };
    }

    private JsonObject Write(string tool, JsonElement arguments, string customer)
    {
        string Text(string name) => arguments.GetProperty(name).GetString()!;
        string[] Items(string name) => [.. arguments.GetProperty(name).EnumerateArray().Select(i => i.GetString()!)];
        if (tool == "modify_user_address")
        {
            var user = Own(customer, Text("user_id"));
            user["address"] = RetailOrders.Address(Text);
            return user;
        }

        var order = orders.Of(customer, Text("order_id"));
        var buyer = Own(customer, customer);
        switch (tool)
        {
            case "cancel_pending_order":
                orders.Cancel(order, buyer, Text("reason"));
                break;
            case "modify_pending_order_address":
                orders.ChangeAddress(order, Text);
                break;
            case "modify_pending_order_payment":
                orders.ChangePayment(order, buyer, Text("payment_method_id"));
                break;
            case "modify_pending_order_items":
                orders.ChangeItems(order, buyer, Items("item_ids"), Items("new_item_ids"), Text("payment_method_id"));
                break;
            case "exchange_delivered_order_items":
                orders.Exchange(order, buyer, Items("item_ids"), Items("new_item_ids"), Text("payment_method_id"));
                break;
            case "return_delivered_order_items":
                orders.Return(order, buyer, Items("item_ids"), Text("payment_method_id"));
                break;
            default:
                throw new ToolException($"There is no tool '{tool}'.");
        }

        return order;
    }

    /// <summary>Finds the user a conversation is about: the first one found, and nobody else.</summary>
    private string Authenticate(Guid session, string? customer, Func<JsonObject, bool> isMeant)
    {
        var found = orders.Users.Select(u => (JsonObject)u.Value!).FirstOrDefault(isMeant) ?? throw new ToolException("No user was found. Ask for the e-mail address, or for first name, last name and zip code.");
        var id = (string)found["user_id"]!;
        if (customer is not null && customer != id)
        {
            throw new ToolException("This conversation is about another user. Only one user can be helped in a conversation; deny the request.");
        }

        customers[session] = id;
        return id;
    }

    private JsonObject Own(string? customer, string user) =>
        user == (customer ?? throw Unauthenticated()) ? (JsonObject)orders.Users[user]! : throw new ToolException("This is not the authenticated user. Deny the request.");

    private static ToolException Unauthenticated() => new("Nobody is authenticated. Find the user id by e-mail, or by name and zip code, first.");

    private static bool Same(JsonNode? value, string text) => string.Equals((string?)value, text, StringComparison.OrdinalIgnoreCase);
}
