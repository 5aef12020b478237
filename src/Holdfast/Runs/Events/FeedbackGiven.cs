namespace Holdfast.Runs.Events;

/// <summary>Somebody judged a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="By">Who.</param>
/// <param name="Rating">Thumbs: 1 up, -1 down; or null.</param>
/// <param name="Score">Satisfaction, 1 to 5; or null.</param>
/// <param name="Comment">Free text, or null.</param>
/// <param name="Correction">What the right answer would have been, or null.</param>
public sealed record FeedbackGiven(Guid Run, string By, int? Rating = null, int? Score = null, string? Comment = null, string? Correction = null) : RunEvent;
