namespace Holdfast.Caching;

/// <summary>Keeps answers that may be given again. Implemented by each engine beside the journal, and checked by one contract suite.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IAnswerCache
{
    /// <summary>The most answers kept for one tenant and agent; older ones go.</summary>
    const int MostAnswers = 10_000;

    /// <summary>How many answers to one meaning are looked at.</summary>
    const int MostCandidates = 20;

    /// <summary>Finds answers to questions that say the same, newest first, <see cref="MostCandidates"/> at most.</summary>
    /// <param name="key">What they rest on: <see cref="CachedAnswer.Key"/>.</param>
    /// <param name="meaning">What is asked: <see cref="CachedAnswer.Meaning"/>.</param>
    /// <param name="now">The time: what expired is not found.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<CachedAnswer>> FindAnswersAsync(string key, string meaning, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Keeps an answer. A run gives one: saving it again changes nothing. Expired answers of the tenant and agent go.</summary>
    Task SaveAnswerAsync(CachedAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>Counts a question.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="day">The day (UTC).</param>
    /// <param name="hit">Whether it was answered from the cache.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task CountLookupAsync(string tenant, string agent, DateOnly day, bool hit, CancellationToken cancellationToken = default);

    /// <summary>Removes the answer that a run gave, because somebody judged it wrong, and counts it as reported.</summary>
    /// <param name="run">The run that gave it first.</param>
    /// <param name="day">The day (UTC) to count it on.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveAnswerAsync(Guid run, DateOnly day, CancellationToken cancellationToken = default);

    /// <summary>Adds up what was counted, by tenant and agent.</summary>
    /// <param name="tenant">Only this tenant; null for all.</param>
    /// <param name="from">From this day on; null from the beginning.</param>
    /// <param name="to">Before this day; null to the end.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<AnswerFigures>> SumLookupsAsync(string? tenant, DateOnly? from, DateOnly? to, CancellationToken cancellationToken = default);
}
