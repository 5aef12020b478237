namespace Holdfast.Memory;

/// <summary>Something that an agent keeps of a user across sessions.</summary>
public sealed record MemoryItem
{
    /// <summary>The subject of what is known of the user.</summary>
    public const string UserSubject = "user";

    /// <summary>The longest subject and key, in characters.</summary>
    public const int LongestKey = 100;

    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 4_000;

    /// <summary>Its id. Kept twice under one id, it is kept once.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is.</summary>
    public required MemoryKind Kind { get; init; }

    /// <summary>The tenant of the user.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The agent that keeps it: no other one is shown it.</summary>
    public required string Agent { get; init; }

    /// <summary>Whom or what it is about: <c>user</c>, or the name of a person or thing. What is known of one subject is an entity.</summary>
    public string Subject { get; init; } = UserSubject;

    /// <summary>What of the subject, such as <c>address</c>; of an episode, how the session ended.</summary>
    public required string Key { get; init; }

    /// <summary>The value; of an episode, the summary.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it comes from the user or from trusted tools, and no stranger's words had a part in it.</summary>
    public bool Trusted { get; init; }

    /// <summary>How sure it is, 0 to 1.</summary>
    public double Confidence { get; init; } = 1;

    /// <summary>The session that it comes from; empty where a person wrote it.</summary>
    public Guid Session { get; init; }

    /// <summary>The run that it comes from; empty where there is none.</summary>
    public Guid Run { get; init; }

    /// <summary>The sequence number of the event that it comes from, or 0.</summary>
    public long Sequence { get; init; }

    /// <summary>Since when it is so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it is so; null for as long as nothing takes its place.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it counts. Set by the store.</summary>
    public MemoryStatus Status { get; init; }

    /// <summary>What took its place, or null. Set by the store.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>Who wrote it: <c>agent</c>, or the name of a person or key.</summary>
    public required string By { get; init; }

    /// <summary>Whether it counts at a time.</summary>
    public bool CountsAt(DateTimeOffset now) => Status == MemoryStatus.Current && (Until is null || Until > now);
}
