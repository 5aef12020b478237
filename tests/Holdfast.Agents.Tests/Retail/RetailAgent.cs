using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>The retail agent: the policy as instructions, the sixteen tools as declared, and one rule by which the user confirms every write.</summary>
internal static class RetailAgent
{
    /// <summary>Defines the agent over a database.</summary>
    /// <param name="database">The shop's system.</param>
    /// <param name="returns">How far results are trusted: all of it is the shop's own data about the one authenticated user.</param>
    public static Agent Create(RetailDatabase database, Integrity returns = Integrity.Trusted) =>
        Define(database, _ => returns).Rule(new PolicyRule("confirm-writes", PolicyDecision.Confirm) { Reason = "Every change of the database needs the user's yes." }).Build();

    /// <summary>The agent as it stands before the worst case: without the rule that has every write confirmed, and with a catalogue that vendors write.</summary>
    public static Agent CreateUnconfirmed() => Define(new RetailDatabase(RetailData.Database), static tool => IsCatalogue(tool) ? Integrity.Untrusted : Integrity.Trusted).Build();

    /// <summary>Whether a tool tells what is on sale, and nothing of a user.</summary>
    public static bool IsCatalogue(string tool) => tool is "get_product_details" or "get_item_details" or "list_all_product_types";

    private static AgentBuilder Define(RetailDatabase database, Func<string, Integrity> returns)
    {
        var agent = Agent.Define("retail")
            .Describe("helps customers of a shop with their orders")
            .Instruct(RetailData.Policy + "\nTo obtain the confirmation, call the tool: the user is asked with its exact arguments. After a yes, call it again with the same.")
            .Limit(l => l with { CallsPerReply = 1, Steps = 60 });
        foreach (var declared in RetailData.Tools)
        {
            var name = declared.GetProperty("name").GetString()!;
            var writes = declared.GetProperty("kind").GetString() == "write";
            agent.Use(new Tool(
                name,
                declared.GetProperty("description").GetString()!,
                declared.GetProperty("parameters"),
                new ToolAttribute { Effect = writes ? ToolEffect.Write : ToolEffect.Read, Idempotent = true, Returns = returns(name), Reach = ToolReach.Inside },
                (arguments, context, _) => ValueTask.FromResult<object?>(database.Execute(name, arguments, context.Session, context.IdempotencyKey))));
        }

        return agent;
    }
}
