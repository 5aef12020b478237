using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Cli;

/// <summary>Makes text of models, tools and users fit for a terminal: what could move the cursor, change colours or reorder a line is shown, not done.</summary>
internal static class SafeText
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(i => (char)i).Where(IsSuspect)]);

    /// <summary>Returns the text with control and direction characters written as escapes; line breaks and tabs stay.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsSuspect(c) ? c == '\r' ? safe : safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>Returns the text as one safe line, cut to a length.</summary>
    public static string Line(string text, int length)
    {
        var line = Of(text.ReplaceLineEndings(" ").Replace('\t', ' ')).Trim();
        return line.Length <= length ? line : line[..(length - 1 - (char.IsHighSurrogate(line[length - 2]) ? 1 : 0))] + "…";
    }

    /// <summary>Returns JSON without needless white space, and any other text as it is; both safe.</summary>
    public static string Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Of(JsonSerializer.Serialize(document.RootElement, Compact));
        }
        catch (JsonException)
        {
            return Of(text).Trim();
        }
    }

    private static bool IsSuspect(char c) => c is not ('\n' or '\t')
        && (char.IsControl(c) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f' or '\u061c');
}
