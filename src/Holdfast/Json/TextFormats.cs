namespace Holdfast.Json;

/// <summary>The formats of other texts: RFC 4122 (uuid), RFC 6901 (json-pointer), ECMA-262 (regex).</summary>
internal static class TextFormats
{
    public static bool IsUuid(ReadOnlySpan<char> text) => text.Length == 36 && Guid.TryParseExact(text, "D", out _);

    public static bool IsJsonPointer(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] != '/')
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && !(i + 1 < text.Length && text[i + 1] is '0' or '1'))
                return false;
        }

        return true;
    }

    public static bool IsRegex(ReadOnlySpan<char> text)
    {
        try
        {
            SchemaPattern.Parse(text.ToString(), problem => InvalidSchema.At("", problem));
            return true;
        }
        catch (HoldfastException)
        {
            return false;
        }
    }
}
