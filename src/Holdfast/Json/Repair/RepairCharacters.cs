namespace Holdfast.Json.Repair;

/// <summary>The classes of characters that repairing looks at.</summary>
internal static class RepairCharacters
{
    public static bool IsWhitespace(char c) => c is ' ' or '\n' or '\t' or '\r' or '\u00A0' or '\u180E' or (>= '\u2000' and <= '\u200A')
        or '\u202F' or '\u205F' or '\u3000' or '\uFEFF';

    public static bool IsDoubleQuote(char c) => c is '"' or '\u201C' or '\u201D';

    public static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '`' or '\u00B4';

    public static bool IsQuote(char c) => IsDoubleQuote(c) || IsSingleQuote(c);

    /// <summary>Whether a string that began with one quote can end with another. A straight double quote ends only with its like.</summary>
    public static bool Closes(char open, char close) => open switch
    {
        '"' => close == '"',
        '\'' => close == '\'',
        _ => IsDoubleQuote(open) ? IsDoubleQuote(close) : IsSingleQuote(close),
    };

    /// <summary>Whether a character stands between values, so that a quote beside it is the edge of a string.</summary>
    public static bool IsDelimiter(char c) => c is ',' or ':' or '[' or ']' or '/' or '{' or '}' or '(' or '\n' or '+';

    /// <summary>Whether a character ends a word without quotes.</summary>
    public static bool EndsWord(char c) => c is ',' or '[' or ']' or '/' or '{' or '}' or '\n' or '+';

    public static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    public static bool StartsValue(char c) => IsWord(c) || c is '{' or '[' or '-' || IsQuote(c);

    public static bool IsUrl(char c) => char.IsAsciiLetterOrDigit(c) || "-._~:/?#@!$&'()*+;=%".Contains(c, StringComparison.Ordinal);
}
