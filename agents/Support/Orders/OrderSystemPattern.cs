using Holdfast.Runs;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Patterns;
using Microsoft.Extensions.AI;

namespace Holdfast.Agents.Support.Orders;

/// <summary>Reason and act; but when the order system does not answer, say so and pass the conversation on to a person, whatever a model would make of it.</summary>
internal sealed class OrderSystemPattern : Pattern
{
    public override string Fingerprint => "support-orders 1";

    /// <summary>What the customer is told: nothing about orders, and what can be done meanwhile.</summary>
    public static string Notice(Agent agent) =>
        "I cannot reach our order system at the moment, so I cannot tell you anything about orders, returns, refunds, invoices or your account, and I will not guess. "
        + "I have passed this on to a person with everything you told me, and they will answer you here. "
        + $"Questions about products, shipping, returns and warranty I can still answer. {agent.Fallback}";

    public override Command Next(RunState state, Agent agent) => IsDown(state)
        ? new Finish(TerminationReason.Escalated, Notice(agent), Error: OrderSystem.Down)
        : ReAct.Next(state, agent);

    private static bool IsDown(RunState state)
    {
        if (state.Messages.Count == 0 || state.Messages[state.Messages.Count - 1].Message is not { } last || last.Role != ChatRole.Tool)
        {
            return false;
        }

        return last.Contents.OfType<FunctionResultContent>().Any(static result => result.Result?.ToString()?.Contains(OrderSystem.Down, StringComparison.Ordinal) == true);
    }
}
