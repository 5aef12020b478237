using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline;

/// <summary>Writes the answer to a planning call: <c>{"reply": text or null, "steps": [{"title", "tool"}]}</c>.</summary>
internal static class PlanText
{
<<<<<<< HEAD
    public static string Step(ToolModel tool) => JsonReading.Write(writer =>
=======
    public static string Step(ToolModel tool) => JsonValues.Write(writer =>
>>>>>>> offline
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

<<<<<<< HEAD
    public static string Reply(string text) => JsonReading.Write(writer =>
=======
    public static string Reply(string text) => JsonValues.Write(writer =>
>>>>>>> offline
    {
        writer.WriteStartObject();
        writer.WriteString("reply", text);
        writer.WriteStartArray("steps");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
