using System.Text.Json.Serialization;
using Holdfast.Confidence;

namespace Holdfast.Runs.Events;

/// <summary>An agent with a threshold scored its answer, or, in a cascade, how the fast tier does.</summary>
/// <param name="Score">How likely the answer is right, 0 to 1.</param>
/// <param name="Signals">What the score rests on.</param>
/// <param name="AtLeast">The agent's threshold.</param>
/// <param name="Outcome">What becomes of the answer.</param>
public sealed record AnswerScored(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Score,
    ConfidenceSignals Signals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double AtLeast,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ScoreOutcome Outcome) : RunEvent;
