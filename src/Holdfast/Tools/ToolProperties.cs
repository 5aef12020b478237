namespace Holdfast.Tools;

/// <summary>Names under which a tool declares itself in <c>AITool.AdditionalProperties</c>, for models that run in process.</summary>
public static class ToolProperties
{
    /// <summary>The tool's <see cref="ToolEffect"/>.</summary>
    public const string Effect = "holdfast.effect";

    /// <summary>Whether its results are documents that it looked up: a <see cref="bool"/>.</summary>
    public const string Retrieves = "holdfast.retrieves";
}
