namespace Holdfast.Runs.Events;

/// <summary>Somebody asked to cancel the run.</summary>
/// <param name="By">Who.</param>
public sealed record CancelRequested(string By) : RunEvent;
