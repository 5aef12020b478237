namespace Holdfast.Runs.Events;

/// <summary>A plan was made or made anew.</summary>
/// <param name="Steps">The steps, in order; empty when none is needed.</param>
/// <param name="Revision">0 for the first plan of a run; grows with each re-plan.</param>
/// <param name="Reply">What to tell the user instead of acting, or null.</param>
/// <param name="Confirmed">Whether the user said yes to it.</param>
public sealed record PlanMade(IReadOnlyList<PlanStep> Steps, int Revision = 0, string? Reply = null, bool Confirmed = false) : RunEvent;
