using System.Text.Json.Serialization;
using Holdfast.Safety.Guards;

namespace Holdfast.Runs.Events;

/// <summary>A guard found something, or could not look. It names kinds and never values.</summary>
/// <param name="Guard">The guard's name.</param>
/// <param name="Point">Where it looked.</param>
/// <param name="Mode">The mode that it ran in.</param>
/// <param name="Verdict">What became of the text because of it.</param>
/// <param name="Kinds">What it found, by kind, with how often.</param>
/// <param name="Call">The call whose result or arguments it looked at, or null.</param>
/// <param name="Error">The type of the exception that it ended with, or null.</param>
public sealed record GuardJudged(
    string Guard,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GuardPoint Point,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GuardMode Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GuardVerdict Verdict,
    IReadOnlyDictionary<string, int> Kinds,
    string? Call = null,
    string? Error = null) : RunEvent;
