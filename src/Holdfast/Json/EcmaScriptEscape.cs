using System.Globalization;

namespace Holdfast.Json;

/// <summary>The escapes that ECMAScript patterns have inside and outside of character classes.</summary>
internal static class EcmaScriptEscape
{
    private const string Space = @"\t\n\v\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string Word = "A-Za-z0-9_";
    private const string NotDigit = @"\0-/:-\uD7FF\uE000-\uFFFF";
    private const string NotWord = @"\0-/:-@\[-^`{-\uD7FF\uE000-\uFFFF";
    private const string NotSpace = @"\0-\b\u000E-\u001F!-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uD7FF\uE000-\uFEFE\uFF00-\uFFFF";

    private static readonly Dictionary<string, string> Categories = """
        Letter=L Uppercase_Letter=Lu Lowercase_Letter=Ll Titlecase_Letter=Lt Modifier_Letter=Lm Other_Letter=Lo Mark=M
        Combining_Mark=M Nonspacing_Mark=Mn Spacing_Mark=Mc Enclosing_Mark=Me Number=N Decimal_Number=Nd digit=Nd
        Letter_Number=Nl Other_Number=No Punctuation=P punct=P Connector_Punctuation=Pc Dash_Punctuation=Pd Open_Punctuation=Ps
        Close_Punctuation=Pe Initial_Punctuation=Pi Final_Punctuation=Pf Other_Punctuation=Po Symbol=S Math_Symbol=Sm
        Currency_Symbol=Sc Modifier_Symbol=Sk Other_Symbol=So Separator=Z Space_Separator=Zs Line_Separator=Zl
        Paragraph_Separator=Zp Other=C Control=Cc cntrl=Cc Format=Cf Private_Use=Co Unassigned=Cn Alphabetic=L Alpha=L
        Uppercase=Lu Lowercase=Ll White_Space=Z
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static int CodePointAt(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    /// <summary>A code point below U+10000, safe inside and outside of a class.</summary>
    public static string Quote(int codePoint) => $"\\u{codePoint:X4}";

    /// <summary>Reads an escape that stands for many characters.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="at">The position of the backslash; moved behind the escape.</param>
    /// <param name="set">The members, as the inside of a class.</param>
    /// <param name="negated">Whether everything but those is meant.</param>
    public static bool TrySet(string pattern, ref int at, out string set, out bool negated)
    {
        var c = pattern[at + 1];
        negated = char.IsAsciiLetterUpper(c);
        set = c switch { 'd' or 'D' => "0-9", 'w' or 'W' => Word, 's' or 'S' => Space, 'p' or 'P' => "", _ => null! };
        if (set is null)
            return false;
        if (set.Length > 0)
        {
            at += 2;
            return true;
        }

        var end = pattern.IndexOf('}', at);
        if (end < 0 || pattern[at + 2] != '{')
            throw new FormatException("\\p needs a category in braces, such as \\p{L}");
        var name = pattern[(at + 3)..end];
        name = name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..];
        set = name is "LC" or "Cased_Letter" ? @"\p{Lu}\p{Ll}\p{Lt}" : name == "ASCII" ? @"\0-\x7F" : $@"\p{{{Categories.GetValueOrDefault(name, name)}}}";
        at = end + 1;
        return true;
    }

    /// <summary>The same as <see cref="TrySet"/>, for use inside a class, where a negation must be spelled out.</summary>
    public static bool TrySetInClass(string pattern, ref int at, out string set)
    {
        var c = pattern[at + 1];
        if (!TrySet(pattern, ref at, out set, out var negated))
            return false;
        if (negated)
        {
            set = c switch
            {
                'D' => NotDigit,
                'W' => NotWord,
                'S' => NotSpace,
                _ => set.Replace(@"\p", @"\P", StringComparison.Ordinal),
            };
        }

        return true;
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    public static bool TryCodePoint(string pattern, ref int at, out int codePoint)
    {
        var c = pattern[at + 1];
        codePoint = c switch { 't' => '\t', 'n' => '\n', 'v' => '\v', 'f' => '\f', 'r' => '\r', _ => -1 };
        if (codePoint < 0 && c == '0' && (at + 2 >= pattern.Length || !char.IsAsciiDigit(pattern[at + 2])))
            codePoint = 0;
        if (codePoint < 0 && !char.IsAsciiLetterOrDigit(c))
            codePoint = CodePointAt(pattern, at + 1);
        if (codePoint >= 0)
        {
            at += codePoint > 0xFFFF ? 3 : 2;
            return true;
        }

        switch (c)
        {
            case 'c' when at + 2 < pattern.Length && char.IsAsciiLetter(pattern[at + 2]):
                codePoint = pattern[at + 2] & 31;
                at += 3;
                return true;
            case 'x':
                codePoint = Hexadecimal(pattern, at + 2, 2);
                at += 4;
                return true;
            case 'u' when at + 2 < pattern.Length && pattern[at + 2] == '{':
                var end = pattern.IndexOf('}', at);
                codePoint = end < 0 ? -1 : Hexadecimal(pattern, at + 3, end - at - 3);
                at = end + 1;
                return codePoint <= 0x10FFFF ? true : throw new FormatException("there is no such code point");
            case 'u':
                codePoint = Hexadecimal(pattern, at + 2, 4);
                at += 6;
                if (char.IsHighSurrogate((char)codePoint) && at + 5 < pattern.Length && pattern[at] == '\\' && pattern[at + 1] == 'u'
                    && Hexadecimal(pattern, at + 2, 4) is var low && char.IsLowSurrogate((char)low))
                {
                    codePoint = char.ConvertToUtf32((char)codePoint, (char)low);
                    at += 6;
                }

                return true;
            default:
                return false;
        }
    }

    private static int Hexadecimal(string pattern, int at, int length) =>
        length is > 0 and <= 6 && at + length <= pattern.Length && int.TryParse(pattern.AsSpan(at, length), NumberStyles.AllowHexSpecifier, null, out var value)
            ? value
            : throw new FormatException("an escape lacks its hexadecimal digits");
}
