namespace Holdfast.Runs.Events;

/// <summary>A specialist handed the conversation to another one, which acts from here on.</summary>
/// <param name="Agent">The other one.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reason">Why, in the words of the one who handed over.</param>
public sealed record AgentHandedOver(string Agent, string Version, string Reason) : RunEvent;
