namespace Holdfast.Server.Runs;

/// <summary>The feedback given to a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Feedback">The feedback, oldest first.</param>
internal sealed record FeedbackListView(string Run, IReadOnlyList<FeedbackView> Feedback);
