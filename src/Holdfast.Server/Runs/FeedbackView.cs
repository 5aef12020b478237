using Holdfast.Journal;

namespace Holdfast.Server.Runs;

/// <summary>What somebody thought of a run.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Rating">Thumbs: 1 up, -1 down; or null.</param>
/// <param name="Score">Satisfaction, 1 to 5; or null.</param>
/// <param name="Comment">Free text, or null.</param>
/// <param name="Correction">What the right answer would have been, or null.</param>
internal sealed record FeedbackView(DateTimeOffset At, string By, int? Rating, int? Score, string? Comment, string? Correction)
{
    public static FeedbackView Of(FeedbackRow row) => new(row.At, row.By, row.Rating, row.Score, row.Comment, row.Correction);
}
