namespace Holdfast.Runs;

/// <summary>A session as far as it matters to what it may be told from the cache.</summary>
/// <param name="Session">The session.</param>
/// <param name="Effects">How many of its calls may have changed something. It follows from the journal, so that it holds in whatever process the session goes on.</param>
/// <param name="IsCalled">Whether another agent called it, whose changes it does not know.</param>
internal readonly record struct CacheReader(Guid Session, int Effects, bool IsCalled)
{
    /// <summary>Whether a result that another one fetched, or the same one earlier, holds for this one: a session that changed something reads only what it read itself after that.</summary>
    public bool MayUse(CacheReader fetched) => (Effects == 0 && !IsCalled) || (fetched.Session == Session && fetched.Effects == Effects);
}
