namespace Holdfast.Journal;

/// <summary>What people said to the calls of one tool that one rule held back, in one range of its argument: counted from the approvals and from feedback on their runs.</summary>
public sealed record AutonomyRow
{
    /// <summary>Its id: the same for the same tenant, agent, tool, rule with its conditions, and range.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The rule that asks.</summary>
    public required string Rule { get; init; }

    /// <summary>The range, such as <c>amount 100 to 200</c>; <c>any</c> for a rule that looks at no argument.</summary>
    public required string Range { get; init; }

    /// <summary>How many calls were approved as they were.</summary>
    public int Approved { get; init; }

    /// <summary>How many calls an approver changed.</summary>
    public int Edited { get; init; }

    /// <summary>How many calls were rejected.</summary>
    public int Rejected { get; init; }

    /// <summary>How many calls were in a run that somebody corrected or gave a thumbs down later.</summary>
    public int Corrected { get; init; }

    /// <summary>How many calls ran without asking.</summary>
    public int Unasked { get; init; }

    /// <summary>How many of its calls have a fault: edited, rejected or corrected.</summary>
    public int Faults { get; init; }

    /// <summary>How many approvals there are since the last fault, and since a person withdrew the last allowance.</summary>
    public int InARow { get; init; }

    /// <summary>The smallest number among those; null where the rule counts no numbers.</summary>
    public decimal? Low { get; init; }

    /// <summary>The largest number among those; null where the rule counts no numbers.</summary>
    public decimal? High { get; init; }

    /// <summary>The newest allowance, standing or withdrawn; or null.</summary>
    public AllowanceRow? Allowance { get; init; }
}
