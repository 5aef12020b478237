namespace Holdfast.Journal;

/// <summary>A session as the store projects it.</summary>
public sealed record SessionRow
{
    /// <summary>The session's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user it belongs to.</summary>
    public required string User { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent version it is pinned to.</summary>
    public required string Version { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it expires unless something happens in it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The session whose agent called this one's, or null. A session with a parent has one run, takes no messages and is closed with its run.</summary>
    public Guid? Parent { get; init; }

    /// <summary>What it waits for.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>The worker that owns it, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Grows by one each time a worker takes it. An append with an older epoch is refused.</summary>
    public int Epoch { get; init; }

    /// <summary>How many runs it has had, queued ones not counted.</summary>
    public int Runs { get; init; }

    /// <summary>The first event needed to rebuild its state: older ones were summarised by a <c>context.compacted</c> event.</summary>
    public long FoldFrom { get; init; } = 1;

    /// <summary>The sequence number of its last event. Read from the events; not a stored column.</summary>
    public long HeadSequence { get; init; }

    /// <summary>The hash of its last event. Read from the events; not a stored column.</summary>
    public ReadOnlyMemory<byte> HeadHash { get; init; }

    /// <summary>Tokens of all its finished runs, input and output.</summary>
    public long Tokens { get; init; }

    /// <summary>Cost of all its finished runs, in nano-dollars (10⁻⁹ USD).</summary>
    public long CostNanos { get; init; }

    /// <summary>The caller's own data, as a JSON object, or null. Never shown to a model.</summary>
    public string? Metadata { get; init; }
}
