using Holdfast.Agents;
using Holdfast.Cost;

namespace Holdfast.Runs;

/// <summary>The ceilings that a state stands under, and what is left of each.</summary>
internal static class Ceilings
{
    /// <summary>Those of the run and its session.</summary>
    public static List<Ceiling> Of(RunState state, AgentLimits limits, bool usesReserve)
    {
        var share = usesReserve ? 1.0 : 1.0 - limits.Reserve;
        var ceilings = new List<Ceiling>(4);
        if (limits.RunTokens is { } runTokens)
        {
            ceilings.Add(new Ceiling("run tokens", isMoney: false, (long)(runTokens * share) - state.Tokens - DelegationRules.Reserved(state, isMoney: false)));
        }

        if (limits.SessionTokens is { } sessionTokens)
        {
            ceilings.Add(new Ceiling("session tokens", isMoney: false, (long)(sessionTokens * share) - state.SessionTokens - DelegationRules.Reserved(state, isMoney: false)));
        }

        if (limits.RunCost is { } runCost)
        {
            ceilings.Add(new Ceiling("run cost", isMoney: true, (long)(Nanos(runCost) * share) - state.CostNanos - DelegationRules.Reserved(state, isMoney: true)));
        }

        if (limits.SessionCost is { } sessionCost)
        {
            ceilings.Add(new Ceiling("session cost", isMoney: true, (long)(Nanos(sessionCost) * share) - state.SessionCostNanos - DelegationRules.Reserved(state, isMoney: true)));
        }

        return ceilings;
    }

    /// <summary>Those shared with other sessions.</summary>
    public static IEnumerable<SharedBudget> SharedOf(RunState state, AgentLimits limits, DateTimeOffset now)
    {
        if (limits.UserDayCost is null && limits.TenantDayCost is null)
        {
            yield break;
        }

        var day = now.ToString("yyyy-MM-dd");
        if (limits.UserDayCost is { } userDay)
        {
            yield return new SharedBudget("user day", $"user/{state.Principal.Tenant}/{state.Principal.User}/{day}", Nanos(userDay));
        }

        if (limits.TenantDayCost is { } tenantDay)
        {
            yield return new SharedBudget("tenant day", $"tenant/{state.Principal.Tenant}/{day}", Nanos(tenantDay));
        }
    }

    private static long Nanos(decimal usd) => (long)(usd * 1_000_000_000m);
}
