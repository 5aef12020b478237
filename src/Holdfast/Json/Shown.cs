using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>Bounded renderings of values for messages.</summary>
internal static class Shown
{
    private const int ValueLength = 80;
    private const int ListLength = 300;

    public static string Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return "an object";
            case JsonValueKind.Array:
                return $"an array of {value.GetArrayLength()} items";
            default:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                return Cut(Encoding.UTF8.GetString(raw.Length > 4 * ValueLength ? raw[..(4 * ValueLength)] : raw), ValueLength);
        }
    }

    public static string Literal(JsonElement value) => Cut(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)), ValueLength);

    public static string Quoted(string text) => "\"" + Cut(text, ValueLength) + "\"";

    /// <summary>Joins as many entries as fit and says how many are left out.</summary>
    public static string List(IReadOnlyList<string> entries, string separator = ", ")
    {
        var text = new StringBuilder();
        for (var i = 0; i < entries.Count; i++)
        {
            if (text.Length + entries[i].Length > ListLength && i > 0)
                return text.Append(separator).Append("… and ").Append(entries.Count - i).Append(" more").ToString();
            text.Append(i == 0 ? "" : separator).Append(entries[i]);
        }

        return text.ToString();
    }

    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
