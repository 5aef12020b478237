using Holdfast.Caching;

namespace Holdfast.Server.Costs;

/// <summary>Usage of finished runs, added up.</summary>
/// <param name="By">What it is grouped by.</param>
/// <param name="From">Runs that ended at or after, or null.</param>
/// <param name="To">Runs that ended before, or null.</param>
/// <param name="Groups">The groups, dearest first.</param>
/// <param name="Total">The cost of all groups, in USD.</param>
/// <param name="CachedAnswers">How often caches of answers had one, by agent; whole days (UTC).</param>
internal sealed record CostsView(string By, DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<CostView> Groups, decimal Total, IReadOnlyList<AnswerFigures> CachedAnswers);
