namespace Holdfast.Journal;

/// <summary>A run as the store projects it. Its input and answer are in its events.</summary>
public sealed record RunRow
{
    /// <summary>The run's id; also its trace id, where nobody called its agent.</summary>
    public required Guid Id { get; init; }

    /// <summary>The run whose agent called this one's, or null.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The trace id: of the run at the top of the calls.</summary>
    public Guid Trace { get => field == Guid.Empty ? Id : field; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>The run's position in its session, from 1; 0 while it is queued.</summary>
    public int Ordinal { get; init; }

    /// <summary>The tenant. Copied from the session.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user. Copied from the session.</summary>
    public required string User { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent version.</summary>
    public required string Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The sequence number of its first event; 0 while it is queued.</summary>
    public long FirstSequence { get; init; }

    /// <summary>The sequence number of its last event; 0 until it ended.</summary>
    public long LastSequence { get; init; }

    /// <summary>Why it ended, or null.</summary>
    public TerminationReason? Reason { get; init; }

    /// <summary>How many steps it took; known when it ended, as all figures below.</summary>
    public int Steps { get; init; }

    /// <summary>Tokens sent to models.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens received from models.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What it cost, in nano-dollars (10⁻⁹ USD).</summary>
    public long CostNanos { get; init; }

    /// <summary>How sure the agent was of its answer, 0 to 1; null where it was not scored.</summary>
    public double? Confidence { get; init; }

    /// <summary>The first error it met, or null: category and message, without secrets.</summary>
    public string? Error { get; init; }
}
