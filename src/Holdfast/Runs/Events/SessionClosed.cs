namespace Holdfast.Runs.Events;

/// <summary>A session ended and takes no more input.</summary>
/// <param name="Why"><c>expired</c> or <c>closed</c>.</param>
/// <param name="Summary">What is remembered of it, or null.</param>
public sealed record SessionClosed(string Why, string? Summary = null) : RunEvent;
