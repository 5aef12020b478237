namespace Holdfast.Server.Runs;

/// <summary>Judges a run: at least one of the first three.</summary>
/// <param name="Rating">Thumbs: 1 up, -1 down.</param>
/// <param name="Score">Satisfaction, 1 to 5.</param>
/// <param name="Comment">Free text or a corrected answer.</param>
/// <param name="By">Who judges; left out for the name of the API key.</param>
internal sealed record FeedbackRequest(int? Rating = null, int? Score = null, string? Comment = null, string? By = null);
