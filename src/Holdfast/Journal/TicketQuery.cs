namespace Holdfast.Journal;

/// <summary>Which tickets are wanted. All conditions that are set must hold.</summary>
public sealed record TicketQuery
{
    /// <summary>The tenant, or null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Where it stands.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Whether closed ones are left out.</summary>
    public bool Unclosed { get; init; }

    /// <summary>Who claimed it last.</summary>
    public string? Owner { get; init; }

    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The session.</summary>
    public Guid? Session { get; init; }

    /// <summary>Only tickets that were due at this time or before.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>Only tickets opened before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How many at most, 1 to 1000.</summary>
    /// <value>Default 50.</value>
    public int Limit { get; init; } = 50;
}
