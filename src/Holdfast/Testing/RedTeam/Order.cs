namespace Holdfast.Testing.RedTeam;

/// <summary>Something that a text tells its reader to do.</summary>
/// <param name="Tool">The tool to call.</param>
/// <param name="Arguments">With what, as JSON text.</param>
/// <param name="Later">Whether only after the user's next message.</param>
/// <param name="Times">How often.</param>
/// <param name="PlanFirst">Whether a plan is to be made of it first.</param>
internal sealed record Order(string Tool, string Arguments, bool Later, int Times, bool PlanFirst);
