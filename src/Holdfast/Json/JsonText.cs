using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>Reads JSON strings without throwing on lone surrogates, and without allocating where the caller has a buffer.</summary>
internal static class JsonText
{
    public const int BufferLength = 256;

    /// <summary>The raw UTF-8 between the quotes of a string value.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    public static ReadOnlySpan<byte> RawName(JsonProperty property) => JsonMarshal.GetRawUtf8PropertyName(property);

    public static bool IsEscaped(ReadOnlySpan<byte> raw) => raw.Contains((byte)'\\');

    public static string Value(JsonElement text) => Decode(Raw(text));

    public static string Name(JsonProperty property) => Decode(RawName(property));

    /// <summary>The text as characters, in <paramref name="buffer"/> where it fits.</summary>
    public static ReadOnlySpan<char> Characters(JsonElement text, Span<char> buffer)
    {
        var raw = Raw(text);
        return raw.Length <= buffer.Length && !IsEscaped(raw) ? buffer[..Encoding.UTF8.GetChars(raw, buffer)] : Decode(raw);
    }

    /// <summary>The length in Unicode code points; a lone surrogate counts as one.</summary>
    public static int Length(JsonElement text)
    {
        var raw = Raw(text);
        var count = 0;
        if (!IsEscaped(raw))
        {
            foreach (var unit in raw)
                count += (unit & 0xC0) == 0x80 ? 0 : 1;
            return count;
        }

        foreach (var _ in Decode(raw).EnumerateRunes())
            count++;
        return count;
    }

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        if (!IsEscaped(raw))
            return text;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                decoded.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                decoded.Append((char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier));
                i += 4;
            }
            else
            {
                decoded.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
            }
        }

        return decoded.ToString();
    }
}
