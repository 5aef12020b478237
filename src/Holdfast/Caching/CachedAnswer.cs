namespace Holdfast.Caching;

/// <summary>An answer that may be given again.</summary>
public sealed record CachedAnswer
{
    /// <summary>The run that gave it.</summary>
    public required Guid Run { get; init; }

    /// <summary>A hash of all that it rests on besides the question: tenant, agent and version, models, rights, knowledge, and the user where answers are kept apart.</summary>
    public required string Key { get; init; }

    /// <summary>A hash of what the question says, the same for questions that say the same.</summary>
    public required string Meaning { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user who asked.</summary>
    public required string User { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The question, as the agent was asked it.</summary>
    public required string Question { get; init; }

    /// <summary>The answer, as the user was given it.</summary>
    public required string Answer { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it may be given again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
