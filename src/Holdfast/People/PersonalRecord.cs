using System.Text.Json;

namespace Holdfast.People;

/// <summary>Something that is kept of a person.</summary>
/// <param name="Kind">What it is, such as <c>order</c>.</param>
/// <param name="Data">The record.</param>
public sealed record PersonalRecord(string Kind, JsonElement Data);
