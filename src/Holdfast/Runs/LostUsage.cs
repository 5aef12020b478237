using Holdfast.Agents;
using Holdfast.Runs.Commands;

namespace Holdfast.Runs;

/// <summary>What a worker that died may have used without leaving a record.</summary>
internal static class LostUsage
{
    /// <summary>Counts the model call that came next, and whatever the run had reserved in shared budgets, as spent: a ceiling holds even then.</summary>
    public static async Task<(long Tokens, long CostNanos)> AssumeAsync(RunServices services, RunState state, Agent agent, CancellationToken cancellationToken)
    {
        var forfeited = await services.Budgets.ForfeitAsync(state.Run, cancellationToken);
        if (state.HandedOver || RunEngine.Next(state, agent) is not CallModel call)
        {
            return (0, forfeited);
        }

        var endpoint = services.Gateway.Catalog.Chain(call.Tier)[0];
        if (endpoint.Provider.IsLocal)
        {
            return (0, forfeited);
        }

        var whole = AgentPrompt.Of(agent).Bytes + state.Messages.Bytes;
        var input = state.LastPrompt is { } known ? Math.Min(whole, known.Tokens + state.Messages.Bytes - known.Bytes + InstructionBytes) : whole;
        return (input + agent.Limits.OutputTokens, Math.Max(forfeited, endpoint.Price.CostNanos(input, agent.Limits.OutputTokens)));
    }

    /// <summary>More than any instruction of a pattern in the box adds to a prompt.</summary>
    private const int InstructionBytes = 1_000;
}
