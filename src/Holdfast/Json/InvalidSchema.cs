namespace Holdfast.Json;

/// <summary>The refusal of a schema that is itself wrong.</summary>
internal static class InvalidSchema
{
    public static HoldfastException At(string location, string problem, Exception? cause = null) =>
        new("invalid-schema", $"The JSON Schema is not valid at \"{Shown.Cut(location, 300)}\": {Shown.Cut(problem, 500)}.", cause);
}
