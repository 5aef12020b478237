namespace Holdfast.Runs.Commands;

/// <summary>Make room in the window: a summary takes the place of older messages.</summary>
/// <param name="TargetBytes">How large the window may be afterwards, in UTF-8 bytes.</param>
public sealed record Compact(long TargetBytes) : Command;
