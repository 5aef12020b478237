namespace Holdfast.Journal;

/// <summary>What a person loosened: calls of one record that run without asking, but for a sample.</summary>
/// <param name="Id">Its id; journaled with each call that it let through.</param>
/// <param name="Record">The record that earned it.</param>
/// <param name="Low">The smallest number that it covers; null where the record counts no numbers.</param>
/// <param name="High">The largest number that it covers; null where the record counts no numbers.</param>
/// <param name="AskOneIn">One of so many calls still asks, 2 to 1000.</param>
/// <param name="By">Who loosened it.</param>
/// <param name="At">When.</param>
/// <param name="Approvals">How many approvals in a row without a fault that person saw.</param>
/// <param name="Faults">How many faults of the record were known then: one more ends it.</param>
public sealed record AllowanceRow(Guid Id, Guid Record, decimal? Low, decimal? High, int AskOneIn, string By, DateTimeOffset At, int Approvals, int Faults)
{
    /// <summary>Whether it holds: nobody withdrew it, and there is no fault since.</summary>
    public bool Stands { get; init; } = true;

    /// <summary>When it was withdrawn, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Who withdrew it, <c>holdfast</c> after a fault; or null.</summary>
    public string? WithdrawnBy { get; init; }

    /// <summary>Why it was withdrawn, or null.</summary>
    public string? Reason { get; init; }
}
