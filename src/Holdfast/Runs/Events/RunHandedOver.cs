namespace Holdfast.Runs.Events;

/// <summary>The owner stopped in good order between two steps; another worker goes on.</summary>
/// <param name="Worker">The worker that stopped.</param>
public sealed record RunHandedOver(string Worker) : RunEvent;
