namespace Holdfast.Journal;

/// <summary>The refusal that every store gives to an unknown <see cref="CostQuery.GroupBy"/>.</summary>
public static class CostGroups
{
    /// <summary>Returns the exception for a grouping that does not exist.</summary>
    /// <param name="groupBy">What was asked for.</param>
    public static HoldfastException Unknown(string groupBy) => new(
        "unknown-cost-group",
        $"Costs cannot be grouped by '{groupBy}'. Use agent, version, user, tenant, model, tier, purpose, day or cascade.");
}
