namespace Holdfast.Safety.Redaction;

/// <summary>A part of a JSON text that may be replaced: the inside of a string, or a number.</summary>
internal readonly record struct JsonPart(int Start, int End, bool IsNumber);
