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
    public static Agent Create(RetailDatabase database, Integrity returns = Integrity.Trusted)
    {
        var agent = Agent.Define("retail")
            .Describe("helps customers of a shop with their orders")
            .Instruct(RetailData.Policy + "\nTo obtain the confirmation, call the tool: the user is asked with its exact arguments. After a yes, call it again with the same.")
            .Rule(new PolicyRule("confirm-writes", PolicyDecision.Confirm) { Reason = "Every change of the database needs the user's yes." })
            .Limit(l => l with { CallsPerReply = 1, Steps = 60 });
        foreach (var declared in RetailData.Tools)
        {
            var name = declared.GetProperty("name").GetString()!;
            var writes = declared.GetProperty("kind").GetString() == "write";
            agent.Use(new Tool(
                name,
                declared.GetProperty("description").GetString()!,
                declared.GetProperty("parameters"),
                new ToolAttribute { Effect = writes ? ToolEffect.Write : ToolEffect.Read, Idempotent = true, Returns = returns, Reach = ToolReach.Inside },
                (arguments, context, _) => ValueTask.FromResult<object?>(database.Execute(name, arguments, context.Session, context.IdempotencyKey))));
        }

        return agent.Build();
    }
}
