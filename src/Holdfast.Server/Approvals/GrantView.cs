namespace Holdfast.Server.Approvals;

/// <summary>What a person allowed for the rest of a session.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Rule">The rule that no longer asks.</param>
/// <param name="By">Who allowed it.</param>
/// <param name="At">When.</param>
internal sealed record GrantView(string Tool, string Rule, string By, DateTimeOffset At);
