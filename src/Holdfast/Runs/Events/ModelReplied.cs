using Holdfast.Models;

namespace Holdfast.Runs.Events;

/// <summary>A model answered, completely and validly.</summary>
/// <param name="Purpose">What the call was for, such as <c>act</c>.</param>
/// <param name="Tier">The tier that was asked.</param>
/// <param name="Attempts">Every attempt, the successful one last.</param>
/// <param name="Prompt">What the prompt was built from.</param>
/// <param name="Text">What it said, or null.</param>
/// <param name="Reasoning">What it thought, where the provider tells, or null.</param>
/// <param name="Calls">The tool calls it asks for: the intents; null when none.</param>
/// <param name="Withheld">Whether a guard stopped it, so that nobody is told and nothing is called.</param>
public sealed record ModelReplied(
    string Purpose,
    Tier Tier,
    IReadOnlyList<ModelAttempt> Attempts,
    PromptReference Prompt,
    string? Text = null,
    string? Reasoning = null,
    IReadOnlyList<RequestedCall>? Calls = null,
    bool Withheld = false) : RunEvent;
