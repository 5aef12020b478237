using System.Text.Json;
using Holdfast.Server.Wire;
using Holdfast.Tools;

namespace Holdfast.Server.Agents;

/// <summary>A tool of an agent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does and when it is used.</param>
/// <param name="Effect"><c>read</c>, <c>write</c> or <c>destructive</c>.</param>
/// <param name="Scope">The scope that its caller needs, or null.</param>
/// <param name="Parameters">The JSON Schema of its arguments.</param>
internal sealed record ToolView(string Name, string Description, string Effect, string? Scope, JsonElement Parameters)
{
    public static ToolView Of(Tool tool) => new(tool.Name, tool.Description, WireName.Of(tool.Effect), tool.Scope, tool.Parameters);
}
