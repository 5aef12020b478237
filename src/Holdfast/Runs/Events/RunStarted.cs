namespace Holdfast.Runs.Events;

/// <summary>A run began with an input.</summary>
/// <param name="Run">The run's id; also its trace id.</param>
/// <param name="Ordinal">Its position in the session, from 1.</param>
/// <param name="Input">What the user (or a trigger) said.</param>
/// <param name="Durability">What a commit of this run survives: <c>none</c>, <c>process</c> or <c>power</c>.</param>
/// <param name="Trigger">What brought the input: null for a message.</param>
/// <param name="Version">The agent version that really runs, where this process no longer has the one that the session is pinned to; else null.</param>
/// <param name="Context">Facts for the model that the user did not say, such as the current time in the agent's zone; or null.</param>
/// <param name="Withheld">Whether a guard stopped the input, so that no model is shown it.</param>
/// <param name="CalledBy">The run whose agent called this one, and what it hands down; null for a run that nobody called.</param>
/// <param name="Trust">What the caller's labels rest on, as far as it counts here; or null.</param>
/// <param name="Early">Whether it was said before the run before this one had ended, so that it answers nothing that was asked there.</param>
public sealed record RunStarted(
    Guid Run, int Ordinal, string Input, string Durability, string? Trigger = null, string? Version = null, string? Context = null, bool Withheld = false,
    CallingRun? CalledBy = null, CarriedTrust? Trust = null, bool Early = false) : RunEvent;
