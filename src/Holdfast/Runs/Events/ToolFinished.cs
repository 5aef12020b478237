using System.Text.Json.Serialization;
using Holdfast.Models;
using Holdfast.Tools;

namespace Holdfast.Runs.Events;

/// <summary>A tool call ended.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Result">What the model is shown: the result as JSON or text, or an error it can act on.</param>
/// <param name="Milliseconds">How long the execution took.</param>
/// <param name="Attempts">How often it was executed; 0 when it was refused before, or the result was known.</param>
/// <param name="Rule">The rule that refused it, such as <c>schema</c> or <c>scope</c>; or null.</param>
/// <param name="Error">The exception's type and message for the trace, never shown to the model; or null.</param>
/// <param name="Trust">How far the result is trusted: null when it is, <c>untrusted</c>, or <c>mixed</c> when only some of its members are not.</param>
/// <param name="Private">Whether not everybody may see the result.</param>
/// <param name="Embeddings">The attempts to get vectors that it needed, which the run is charged for; or null.</param>
/// <param name="CachedMilliseconds">How old the result was, where it was not fetched for this call but for an earlier one that was the same; else null.</param>
/// <param name="Similarity">How well the best of what was retrieved fits the question, 0 to 1, where the agent scores its answers; else null.</param>
public sealed record ToolFinished(
    string Call, ToolOutcome Outcome, string Result, double Milliseconds, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int Attempts = 1, string? Rule = null, string? Error = null,
    string? Trust = null, bool Private = false, IReadOnlyList<ModelAttempt>? Embeddings = null, double? CachedMilliseconds = null, double? Similarity = null) : RunEvent;
