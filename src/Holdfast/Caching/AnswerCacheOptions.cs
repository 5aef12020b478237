namespace Holdfast.Caching;

/// <summary>How an agent answers again what it was asked before (docs/caching.md).</summary>
public sealed record AnswerCacheOptions
{
    /// <summary>The longest message that is looked up, in characters: what is longer is no question that many ask.</summary>
    internal const int LongestQuestion = 1_000;

    /// <summary>The longest answer that is kept, in characters.</summary>
    internal const int LongestAnswer = 8_000;

    /// <summary>The longest <see cref="Lifetime"/>.</summary>
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    /// <summary>How long an answer is given again, above zero, at most 30 days.</summary>
    /// <value>Default 1 day.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether questions that say the same in nearly the same words share an answer; false for the same words only.</summary>
    /// <value>Default true.</value>
    public bool Similar { get; init; } = true;

    /// <summary>How alike two such questions must be besides saying the same, 0 to 1: how many of the words must be the same that carry nothing.</summary>
    /// <value>Default 0.6, measured in docs/caching.md.</value>
    public double Threshold { get; init; } = 0.6;

    /// <summary>Whether each user gets answers only that were given to the same user. Needed where instructions make the agent answer by who asks.</summary>
    /// <value>Default false: a tenant's users share answers, as far as they rest on nothing private.</value>
    public bool PerUser { get; init; }

    internal IEnumerable<string> Faults()
    {
        if (Lifetime <= TimeSpan.Zero || Lifetime > LongestLifetime)
        {
            yield return $"{nameof(Lifetime)} of cached answers is {Lifetime}; it must be above zero and at most 30 days.";
        }

        if (Threshold is not (>= 0 and <= 1))
        {
            yield return $"{nameof(Threshold)} of cached answers is {Threshold}; it must be from 0 to 1.";
        }
    }
}
