using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Which specialist of a router acts, and what the run had used when its part began.</summary>
/// <param name="Acting">The specialist that acts in this run, or null.</param>
/// <param name="Outcome">What the router decided in this run, or null while it has not.</param>
/// <param name="Last">The specialist that acted last in the runs before, or null.</param>
/// <param name="Awaited">Whether that one waits for the user's answer.</param>
/// <param name="Asked">Whether the router asked in the run before.</param>
/// <param name="HandOvers">How often the conversation was handed over in this run.</param>
/// <param name="Since">The sequence number of the event with which the part began.</param>
/// <param name="At">When it began.</param>
/// <param name="Steps">Steps before it.</param>
/// <param name="Tokens">Tokens before it.</param>
/// <param name="CostNanos">Cost before it, in nano-dollars.</param>
/// <param name="WaitedMilliseconds">How long the run had waited for people before it.</param>
public sealed record RouteState(
    string? Acting = null,
    RouteOutcome? Outcome = null,
    string? Last = null,
    bool Awaited = false,
    bool Asked = false,
    int HandOvers = 0,
    long Since = 0,
    DateTimeOffset At = default,
    int Steps = 0,
    long Tokens = 0,
    long CostNanos = 0,
    double WaitedMilliseconds = 0)
{
    /// <summary>Nobody was chosen yet.</summary>
    public static RouteState None { get; } = new();
}
