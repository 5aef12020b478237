using Holdfast.Caching;

namespace Holdfast.Testing;

/// <summary>Answers that may be given again, in memory. The store's lock guards it.</summary>
internal sealed class MemoryAnswers
{
    private readonly List<CachedAnswer> answers = [];
    private readonly Dictionary<(string Tenant, string Agent, DateOnly Day), AnswerFigures> counts = [];

    public IReadOnlyList<CachedAnswer> Find(string key, string meaning, DateTimeOffset now) =>
        [.. answers.Where(a => a.Key == key && a.Meaning == meaning && a.ExpiresAt > now).OrderByDescending(a => a.At).Take(IAnswerCache.MostCandidates)];

    public void Save(CachedAnswer answer)
    {
        if (answers.Exists(a => a.Run == answer.Run))
        {
            return;
        }

        answers.Add(answer);
        var own = answers.Where(a => a.Tenant == answer.Tenant && a.Agent == answer.Agent).ToList();
        var old = own.Where(a => a.ExpiresAt <= answer.At).Union(own.OrderByDescending(a => a.At).Skip(IAnswerCache.MostAnswers)).ToHashSet();
        answers.RemoveAll(old.Contains);
    }

    public void Count(string tenant, string agent, DateOnly day, int hits, int misses, int reported)
    {
        var before = counts.GetValueOrDefault((tenant, agent, day)) ?? new AnswerFigures(tenant, agent, 0, 0, 0);
        counts[(tenant, agent, day)] = before with { Hits = before.Hits + hits, Misses = before.Misses + misses, Reported = before.Reported + reported };
    }

    public bool Remove(Guid run, DateOnly day)
    {
        if (answers.Find(a => a.Run == run) is not { } answer)
        {
            return false;
        }

        answers.Remove(answer);
        Count(answer.Tenant, answer.Agent, day, 0, 0, 1);
        return true;
    }

    public IReadOnlyList<AnswerFigures> Sum(string? tenant, DateOnly? from, DateOnly? to) =>
    [
        .. counts.Where(c => (tenant is null || c.Key.Tenant == tenant) && (from is null || c.Key.Day >= from) && (to is null || c.Key.Day < to))
            .GroupBy(c => (c.Key.Tenant, c.Key.Agent), c => c.Value)
            .Select(g => new AnswerFigures(g.Key.Tenant, g.Key.Agent, g.Sum(f => f.Hits), g.Sum(f => f.Misses), g.Sum(f => f.Reported)))
            .OrderBy(f => f.Tenant, StringComparer.Ordinal).ThenBy(f => f.Agent, StringComparer.Ordinal),
    ];
}
