using System.Net;
using System.Text;

namespace Holdfast.Safety.Text;

/// <summary>Decodes what a text carries in disguise, so that guards can look at it too: base64, hexadecimal, URL, HTML and rot13 encodings, tag characters.</summary>
internal static class HiddenPayloads
{
    private const int Most = 16;
    private const int Shortest = 16;
    private const int Longest = 16_384;

    /// <summary>The decoded texts, each with the place it stood in, in UTF-16 units; only what reads like text.</summary>
    public static List<(string Text, int Start, int Length)> Of(string text)
    {
        var found = new List<(string Text, int Start, int Length)>();
        var percent = 0;
        for (var i = 0; i < text.Length && found.Count < Most;)
        {
            percent += text[i] == '%' ? 1 : 0;
            var end = i;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '+' or '/' or '-' or '_'))
            {
                end++;
            }

            if (end - i is >= Shortest and <= Longest && (Hexadecimal(text.AsSpan(i, end - i)) ?? Base64(text.AsSpan(i, end - i))) is { } decoded)
            {
                found.Add((decoded, i, end - i));
            }

            i = Math.Max(end, i + 1);
        }

        if (percent >= 3 && Uri.UnescapeDataString(text) is var unescaped && unescaped != text)
        {
            found.Add((unescaped, 0, text.Length));
        }

        if (text.Contains("&#", StringComparison.Ordinal) && WebUtility.HtmlDecode(text) is var html && html != text)
        {
            found.Add((html, 0, text.Length));
        }

        if (Tags(text) is { Length: > 3 } tags)
        {
            found.Add((tags, 0, text.Length));
        }

        if (IsRot13(text))
        {
            found.Add((string.Concat(text.Select(Rotate)), 0, text.Length));
        }

        return found;
    }

    private static string? Hexadecimal(ReadOnlySpan<char> run)
    {
        if (run.Length % 2 != 0 || run.ContainsAnyExcept("0123456789abcdefABCDEF"))
        {
            return null;
        }

        return Readable(Convert.FromHexString(run));
    }

    private static string? Base64(ReadOnlySpan<char> run)
    {
        // A long word or a path is letters only or has many slashes; neither decodes to words.
        var standard = new string(run).Replace('-', '+').Replace('_', '/');
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var written) ? Readable(bytes.AsSpan(0, written)) : null;
    }

    /// <summary>Bytes as text, where they are words: no control characters, mostly letters and spaces.</summary>
    private static string? Readable(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var letters = text.Count(c => char.IsLetter(c) || c == ' ');
        return letters * 10 >= text.Length * 8 && !text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)) ? text : null;
    }

    private static string Tags(string text) => text.Contains('\uDB40', StringComparison.Ordinal)
        ? string.Concat(text.EnumerateRunes().Where(r => r.Value is >= 0xE0020 and <= 0xE007E).Select(r => (char)(r.Value - 0xE0000)))
        : "";

    /// <summary>The commonest words of English, rotated, mean nothing in any language we know.</summary>
    private static bool IsRot13(string text) =>
        new[] { "gur ", "lbh", "vafgehpgvba", "cebzcg", "cerivbhf", "flfgrz" }.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) >= 2;

    private static char Rotate(char c) => c switch
    {
        >= 'a' and <= 'z' => (char)('a' + ((c - 'a' + 13) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((c - 'A' + 13) % 26)),
        _ => c,
    };
}
