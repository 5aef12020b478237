using Holdfast.Safety.Guards;

namespace Holdfast.Runs;

/// <summary>A message as it may be written: what the guards left of it, and what they said.</summary>
/// <param name="Text">The text after redaction.</param>
/// <param name="Verdict">The severest verdict.</param>
/// <param name="Reports">The guards that found something or failed.</param>
internal sealed record GuardedInput(string Text, GuardVerdict Verdict, IReadOnlyList<GuardReport> Reports);
