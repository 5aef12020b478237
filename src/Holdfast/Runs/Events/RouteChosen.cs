namespace Holdfast.Runs.Events;

/// <summary>A router decided who acts.</summary>
/// <param name="Agent">The specialist, or null where none acts.</param>
/// <param name="Version">Its version, or null.</param>
/// <param name="Confidence">How sure that is, 0 to 1.</param>
/// <param name="By">By what it was decided.</param>
/// <param name="Outcome">What happens.</param>
public sealed record RouteChosen(string? Agent, string? Version, double Confidence, RouteMeans By, RouteOutcome Outcome = RouteOutcome.Specialist) : RunEvent;
