namespace Holdfast.Caching;

/// <summary>How often an agent's cache had an answer.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Agent">The agent's name.</param>
/// <param name="Hits">Questions that were answered from it.</param>
/// <param name="Misses">Questions that might have been, and were not.</param>
/// <param name="Reported">Answers that somebody judged wrong, and that are not given again.</param>
public sealed record AnswerFigures(string Tenant, string Agent, long Hits, long Misses, long Reported)
{
    /// <summary>The share of questions that were answered from it, 0 to 1.</summary>
    public double HitRate => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
