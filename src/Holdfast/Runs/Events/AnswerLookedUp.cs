namespace Holdfast.Runs.Events;

/// <summary>It was looked up whether the question was answered before, in place of asking a model.</summary>
/// <param name="Key">A hash of what an answer rests on besides the question, as it was then.</param>
/// <param name="Answer">The answer that is given again; null where there is none.</param>
/// <param name="Origin">The run that gave it first.</param>
/// <param name="Similarity">How alike the questions are, above 0, at most 1.</param>
/// <param name="AgeSeconds">How old the answer is.</param>
public sealed record AnswerLookedUp(string Key, string? Answer = null, Guid? Origin = null, double Similarity = 0, double AgeSeconds = 0) : RunEvent;
