namespace Holdfast.Json.Repair;

/// <summary>A part of a text that may be the JSON meant.</summary>
/// <param name="Text">From its first character on.</param>
/// <param name="MayBeFollowedByText">Whether plain text may follow on a line of its own.</param>
internal readonly record struct RepairCandidate(string Text, bool MayBeFollowedByText);
