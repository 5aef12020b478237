using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline;

/// <summary>Writes the answer to a planning call: <c>{"reply": text or null, "steps": [{"title", "tool"}]}</c>.</summary>
internal static class PlanText
{
    public static string Step(ToolModel tool) => JsonReading.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNull("reply");
        writer.WriteStartArray("steps");
        writer.WriteStartObject();
        writer.WriteString("title", tool.Title);
        writer.WriteString("tool", tool.Name);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static string Reply(string text) => JsonReading.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("reply", text);
        writer.WriteStartArray("steps");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
