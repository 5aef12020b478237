namespace Holdfast.Testing.RedTeam;

/// <summary>One message of a user and what a sensible model does about it.</summary>
/// <param name="Says">What the user says.</param>
/// <param name="Calls">The tool calls in order; what they read comes from the suite.</param>
public sealed record HonestTurn(string Says, IReadOnlyList<HonestCall> Calls);
