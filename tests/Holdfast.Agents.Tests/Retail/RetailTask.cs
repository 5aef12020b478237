using System.Text.Json;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>A task: actions that reach the right final database.</summary>
internal sealed record RetailTask(string Id, IReadOnlyList<RetailAction> Actions)
{
    public static RetailTask Parse(JsonElement task) => new(
        task.GetProperty("id").GetString()!,
        [.. task.GetProperty("actions").EnumerateArray().Select(a => new RetailAction(
            a.GetProperty("name").GetString()!,
            a.GetProperty("arguments"),
            a.GetProperty("kind").GetString() == "write",
            a.GetProperty("schema_ok").GetBoolean()))]);
}
