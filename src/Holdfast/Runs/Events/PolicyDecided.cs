using Holdfast.Safety.Policy;

namespace Holdfast.Runs.Events;

/// <summary>Policy decided about a tool call: about every call that it held back, and about every call with effects that was asked for after something untrusted was read.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Allowance">The allowance by which it may run without asking, where autonomy was earned; else null.</param>
public sealed record PolicyDecided(string Call, PolicyDecision Decision, string Rule, string Reason, Guid? Allowance = null) : RunEvent;
