using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Runs.Commands;

namespace Holdfast.Runs;

/// <summary>What a worker that died may have used without leaving a record.</summary>
/// <remarks>A worker makes no attempt that could bring what is used and not durable above this, see <see cref="ModelStep"/>: so it is a bound, not a guess.</remarks>
internal static class LostUsage
{
    /// <summary>The part of what a ceiling leaves, besides the call that comes next, that may be in use without being durable.</summary>
    private const int Share = 16;

    /// <summary>Counts the most that was lost, and whatever the run had reserved in shared budgets, as spent: a ceiling holds even then.</summary>
    public static async Task<(long Tokens, long CostNanos)> AssumeAsync(RunServices services, RunState state, Agent agent, CancellationToken cancellationToken)
    {
        var forfeited = await services.Budgets.ForfeitAsync(state.Run, cancellationToken);
        var (tokens, cost) = state.HandedOver ? default : Of(services.Gateway.Catalog, state, agent);
        return (tokens, Math.Max(forfeited, cost));
    }

    /// <summary>The most that may be used after a state before anything that follows it is durable. Pure: the worker that uses and the one that assumes agree on it.</summary>
    public static (long Tokens, long CostNanos) Of(ModelCatalog catalog, RunState state, Agent agent)
    {
        if (state.Reserved is { } reserved)
        {
            return reserved;
        }

        var next = RunEngine.Next(state, agent);
        agent = RouteRules.Acting(state, agent);
        var call = next as CallModel;
        var endpoint = catalog.Chain(call?.Tier ?? Tier.Standard)[0];
        if (endpoint.Provider.IsLocal || next is null or Finish or Wait)
        {
            return default;
        }

        var input = PromptSize.Of(state, agent, call).TokenBound(endpoint.Name);
        var ceilings = Ceilings.Of(state, agent, call?.UsesReserve ?? false);
        return (Within(isMoney: false), Within(isMoney: true));

        // Two calls, so that nobody waits for a commit while the ceilings are far; near them the next call alone.
        long Within(bool isMoney)
        {
            var one = isMoney ? endpoint.Price.CostNanos(input, agent.Limits.OutputTokens) : input + agent.Limits.OutputTokens;
            var left = long.MaxValue;
            foreach (var ceiling in ceilings)
            {
                left = ceiling.IsMoney == isMoney ? Math.Min(left, Math.Max(0, ceiling.Left)) : left;
            }

            return Math.Min(left, Math.Min(2 * one, (call is null ? 0 : one) + (left / Share)));
        }
    }
}
