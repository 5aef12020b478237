using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>Whether a run satisfies a query.</summary>
internal sealed class MemoryRunFilter(RunQuery query)
{
    private readonly IReadOnlyCollection<string> text = SearchWords.Split(query.Text);
    private readonly IReadOnlyCollection<string> error = SearchWords.Split(query.Error);

    public bool Accepts(RunRow run, RunFinish? finish) =>
        (query.Tenant is null || run.Tenant == query.Tenant)
        && (query.User is null || run.User == query.User)
        && (query.Session is null || run.Session == query.Session)
        && (query.Parent is null || run.Parent == query.Parent)
        && (query.Agent is null || run.Agent == query.Agent)
        && (query.Reason is null || run.Reason == query.Reason)
        && (query.Status is null || run.Status == query.Status)
        && (query.MinimumCostNanos is null || run.CostNanos >= query.MinimumCostNanos)
        && (query.ConfidenceBelow is null || run.Confidence < query.ConfidenceBelow)
        && (query.From is null || run.AcceptedAt >= query.From)
        && IsBefore(run)
        && (query.Tool is null || (finish?.Tools.Contains(query.Tool, StringComparer.Ordinal) ?? false))
        && Holds(finish?.Text, text)
        && Holds(finish?.Error, error);

    private bool IsBefore(RunRow run) =>
        query.Before is null || run.AcceptedAt < query.Before
        || (query.BeforeId is { } id && run.AcceptedAt == query.Before && run.Id.CompareTo(id) < 0);

    private static bool Holds(string? text, IReadOnlyCollection<string> words) =>
        words.Count == 0 || SearchWords.Split(text).ToHashSet(StringComparer.Ordinal).IsSupersetOf(words);
}
