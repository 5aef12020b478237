namespace Holdfast.Runs.Events;

/// <summary>A call that must not be repeated blindly is about to be executed. Durable before the execution.</summary>
/// <param name="Call">The call's id.</param>
public sealed record ToolStarted(string Call) : RunEvent;
