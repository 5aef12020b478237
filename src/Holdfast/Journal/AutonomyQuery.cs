namespace Holdfast.Journal;

/// <summary>Which records of approvals are wanted. All conditions that are set must hold.</summary>
public sealed record AutonomyQuery
{
    /// <summary>The tenant, or null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The record.</summary>
    public Guid? Record { get; init; }

    /// <summary>The record that an allowance belongs to.</summary>
    public Guid? Allowance { get; init; }

    /// <summary>How many at most, 1 to 1000.</summary>
    /// <value>Default 50.</value>
    public int Limit { get; init; } = 50;
}
