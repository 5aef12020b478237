namespace Holdfast.Runs.Events;

/// <summary>Later calls of a tool need approvals again.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="By">Who revoked it.</param>
public sealed record GrantRevoked(string Tool, string By) : RunEvent;
