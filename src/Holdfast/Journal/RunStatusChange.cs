namespace Holdfast.Journal;

/// <summary>A run that begins to wait, or goes on.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status"><see cref="RunStatus.Waiting"/> or <see cref="RunStatus.Running"/>.</param>
public sealed record RunStatusChange(Guid Run, RunStatus Status);
