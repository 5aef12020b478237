using System.Collections.Immutable;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>The plan of a run and how far it is.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Revision">How often it was planned anew.</param>
/// <param name="Current">The index of the step in hand; the number of steps when all are finished.</param>
/// <param name="Retries">How often the step in hand was tried again.</param>
/// <param name="StepFrom">The sequence number of the event with which the step in hand began.</param>
/// <param name="Run">The ordinal of the run in which it was made: a later run starts by planning, unless the plan waits for a yes.</param>
/// <param name="Reply">What to tell the user instead of acting, or null.</param>
/// <param name="Notes">What finished steps brought.</param>
/// <param name="Outcome">How the last finished step ended, or null.</param>
public sealed record PlanState(
    IReadOnlyList<PlanStep> Steps,
    int Revision,
    int Current,
    int Retries,
    long StepFrom,
    int Run,
    string? Reply,
    ImmutableList<string> Notes,
    StepOutcome? Outcome = null)
{
    /// <summary>Whether the user said yes to it.</summary>
    public bool Confirmed { get; init; }
}
