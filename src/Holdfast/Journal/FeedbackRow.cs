namespace Holdfast.Journal;

/// <summary>What somebody thought of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, as the caller named them.</param>
/// <param name="Rating">Thumbs: 1 up, -1 down; or null.</param>
/// <param name="Score">Satisfaction, 1 to 5; or null.</param>
/// <param name="Comment">Free text, or null.</param>
/// <param name="Correction">What the right answer would have been, or null.</param>
public sealed record FeedbackRow(Guid Run, DateTimeOffset At, string By, int? Rating, int? Score, string? Comment, string? Correction = null)
{
    /// <summary>Whether it says that the run did something wrong: a correction, or a thumbs down.</summary>
    public bool IsFault => Rating < 0 || Correction is not null;
}
