using Holdfast.Agents;
using Holdfast.Cost;

namespace Holdfast.Runs;

/// <summary>The ceilings that a state stands under, and what is left of each.</summary>
internal static class Ceilings
{
    /// <summary>Those of the run and its session; a specialist stands under its own for its part of the run, and under its router's for the whole.</summary>
    public static List<Ceiling> Of(RunState state, Agent agent, bool usesReserve)
    {
        var ceilings = new List<Ceiling>(4);
        if (agent.Router is { } router)
        {
            Add(ceilings, state, agent.Limits, usesReserve, isPart: true, state.Route.Tokens, state.Route.CostNanos);
            Add(ceilings, state, router.Limits, usesReserve, isPart: false, 0, 0);
        }
        else
        {
            Add(ceilings, state, agent.Limits, usesReserve, isPart: false, 0, 0);
        }

        return ceilings;
    }

    /// <summary>Those shared with other sessions; the lower one where a specialist and its router have each one.</summary>
    public static IEnumerable<SharedBudget> SharedOf(RunState state, Agent agent, DateTimeOffset now)
    {
        var day = now.ToString("yyyy-MM-dd");
        if (Least(agent.Limits.UserDayCost, agent.Router?.Limits.UserDayCost) is { } userDay)
        {
            yield return new SharedBudget("user day", $"user/{state.Principal.Tenant}/{state.Principal.User}/{day}", Nanos(userDay));
        }

        if (Least(agent.Limits.TenantDayCost, agent.Router?.Limits.TenantDayCost) is { } tenantDay)
        {
            yield return SharedBudget.TenantDay(state.Principal.Tenant, now, tenantDay);
        }
    }

    private static void Add(List<Ceiling> ceilings, RunState state, AgentLimits limits, bool usesReserve, bool isPart, long tokensBefore, long costBefore)
    {
        var share = usesReserve ? 1.0 : 1.0 - limits.Reserve;
        if (limits.RunTokens is { } runTokens)
        {
            ceilings.Add(new Ceiling(isPart ? "specialist tokens" : "run tokens", isMoney: false, (long)(runTokens * share) - (state.Tokens - tokensBefore) - DelegationRules.Reserved(state, isMoney: false)));
        }

        if (limits.SessionTokens is { } sessionTokens)
        {
            ceilings.Add(new Ceiling("session tokens", isMoney: false, (long)(sessionTokens * share) - state.SessionTokens - DelegationRules.Reserved(state, isMoney: false)));
        }

        if (limits.RunCost is { } runCost)
        {
            ceilings.Add(new Ceiling(isPart ? "specialist cost" : "run cost", isMoney: true, (long)(Nanos(runCost) * share) - (state.CostNanos - costBefore) - DelegationRules.Reserved(state, isMoney: true)));
        }

        if (limits.SessionCost is { } sessionCost)
        {
            ceilings.Add(new Ceiling("session cost", isMoney: true, (long)(Nanos(sessionCost) * share) - state.SessionCostNanos - DelegationRules.Reserved(state, isMoney: true)));
        }
    }

    private static decimal? Least(decimal? one, decimal? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    private static long Nanos(decimal usd) => (long)(usd * 1_000_000_000m);
}
