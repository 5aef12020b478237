using System.Text.Json.Serialization;

namespace Holdfast.Runs.Events;

/// <summary>A limit ends the run: from here on it only winds down.</summary>
/// <param name="Limit">Which one: the reason with which the run will end.</param>
public sealed record LimitReached([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TerminationReason Limit) : RunEvent;
