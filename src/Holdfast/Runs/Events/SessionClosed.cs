namespace Holdfast.Runs.Events;

/// <summary>A session ended and takes no more input.</summary>
/// <param name="Why"><c>expired</c> or <c>closed</c>.</param>
public sealed record SessionClosed(string Why) : RunEvent;
