namespace Holdfast.Server.Runs;

/// <summary>Judges a run: at least one of the first four.</summary>
/// <param name="Rating">Thumbs: 1 up, -1 down.</param>
/// <param name="Score">Satisfaction, 1 to 5.</param>
/// <param name="Comment">Free text.</param>
/// <param name="Correction">What the right answer would have been.</param>
/// <param name="By">Who judges; left out for the name of the API key.</param>
internal sealed record FeedbackRequest(int? Rating = null, int? Score = null, string? Comment = null, string? Correction = null, string? By = null);
