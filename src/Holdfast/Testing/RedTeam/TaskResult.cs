namespace Holdfast.Testing.RedTeam;

/// <summary>What came of an honest task.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Planned">How many calls with effects it needs.</param>
/// <param name="Executed">How many of them ran without a human.</param>
/// <param name="HeldUp">The others, each with the reason.</param>
public sealed record TaskResult(string Task, int Planned, int Executed, IReadOnlyList<string> HeldUp);
