using System.Text;
using System.Text.Json;

namespace Holdfast.Safety.Redaction;

/// <summary>
/// A text as guards look at it. For JSON, the escapes within strings are resolved, so that an escaped value is found as well, and it is known
/// which parts may be replaced without breaking the JSON.
/// </summary>
internal sealed class TextView
{
    private const int DeepestJson = 512;

    private readonly int[]? places;

    private TextView(string raw, string text, int[]? places, List<JsonPart>? parts)
    {
        Raw = raw;
        Text = text;
        this.places = places;
        Parts = parts;
    }

    /// <summary>The text as it came.</summary>
    public string Raw { get; }

    /// <summary>The text as guards see it; the same object where nothing was escaped.</summary>
    public string Text { get; }

    /// <summary>The insides of strings and the numbers, in the guards' text; null for text that is no JSON.</summary>
    public List<JsonPart>? Parts { get; }

    /// <summary>Where a character of the guards' text lies in the text as it came.</summary>
    public int Place(int index) => places is null ? index : places[index];

    public static TextView Of(string text)
    {
        if (!LooksLikeJson(text) || !IsJson(text))
        {
            return new TextView(text, text, null, null);
        }

        var view = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length + 1);
        var parts = new List<JsonPart>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '"')
            {
                view.Append('"');
                origins.Add(at++);
                at = ReadString(text, at, view, origins, parts);
            }
            else if (c is '-' or (>= '0' and <= '9'))
            {
                var start = view.Length;
                while (at < text.Length && text[at] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
                {
                    view.Append(text[at]);
                    origins.Add(at++);
                }

                parts.Add(new JsonPart(start, view.Length, IsNumber: true));
            }
            else
            {
                view.Append(c);
                origins.Add(at++);
            }
        }

        origins.Add(text.Length);
        return view.Length == text.Length ? new TextView(text, text, null, parts) : new TextView(text, view.ToString(), [.. origins], parts);
    }

    /// <summary>Whether an answer that begins like this may be JSON.</summary>
    public static bool LooksLikeJson(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart();
        return trimmed.Length > 0 && trimmed[0] is '{' or '[';
    }

    public static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the inside of a string and its closing quote; the text is known to be valid JSON.</summary>
    private static int ReadString(string text, int at, StringBuilder view, List<int> origins, List<JsonPart> parts)
    {
        var start = view.Length;
        while (text[at] != '"')
        {
            origins.Add(at);
            if (text[at] != '\\')
            {
                view.Append(text[at++]);
                continue;
            }

            var escape = text[at + 1];
            view.Append(escape switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)Convert.ToUInt16(text.Substring(at + 2, 4), 16),
                _ => escape,
            });
            at += escape == 'u' ? 6 : 2;
        }

        parts.Add(new JsonPart(start, view.Length, IsNumber: false));
        view.Append('"');
        origins.Add(at);
        return at + 1;
    }
}
