namespace Holdfast.Journal;

/// <summary>Which usage is added up, and by what.</summary>
/// <param name="Tenant">The tenant, or null for all.</param>
/// <param name="From">Runs that ended at or after, or null.</param>
/// <param name="To">Runs that ended before, or null.</param>
/// <param name="GroupBy">One of <c>agent</c>, <c>version</c>, <c>user</c>, <c>tenant</c>, <c>model</c>, <c>tier</c>, <c>purpose</c>, <c>day</c> (UTC, yyyy-MM-dd), or <c>cascade</c>: by agent, of runs of cascades alone.</param>
public sealed record CostQuery(string? Tenant, DateTimeOffset? From, DateTimeOffset? To, string GroupBy);
