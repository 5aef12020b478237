namespace Holdfast.Runs.Events;

/// <summary>The pattern asks for calls by itself: the steps of a workflow that are tools or agents. They are checked and carried out as those that a model asks for.</summary>
/// <param name="Calls">The calls: the intents.</param>
/// <param name="Steps">The steps that they carry out, in the same order.</param>
public sealed record CallsRequested(IReadOnlyList<RequestedCall> Calls, IReadOnlyList<string> Steps) : RunEvent;
