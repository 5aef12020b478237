namespace Holdfast.People;

/// <summary>What a person allowed for the rest of a session: a tool, as far as one rule asks.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Rule">The rule that no longer asks.</param>
/// <param name="By">Who allowed it.</param>
/// <param name="At">When.</param>
public sealed record Grant(string Tool, string Rule, string By, DateTimeOffset At);
