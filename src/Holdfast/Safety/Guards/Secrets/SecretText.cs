using System.Buffers;

namespace Holdfast.Safety.Guards.Secrets;

/// <summary>Questions about what looks like a secret.</summary>
internal static class SecretText
{
    public static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    public static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    public static readonly SearchValues<char> Lower = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    public static readonly SearchValues<char> Hex = SearchValues.Create("ABCDEFabcdef0123456789");
    public static readonly SearchValues<char> LowerHex = SearchValues.Create("abcdef0123456789");
    public static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    public static readonly SearchValues<char> Dotted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
    public static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");
    public static readonly SearchValues<char> AzureAlphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~");
    public static readonly SearchValues<char> UrlStops = SearchValues.Create(" \t\r\n\"'<>/\\`|()");
    public static readonly SearchValues<char> CommandStops = SearchValues.Create(" \t\r\n\"'");

    /// <summary>Parts of words that stand where a secret would, written by somebody who left the secret out.</summary>
    private static readonly SearchValues<string> Placeholders = SearchValues.Create(
        ["xxxx", "****", "....", "example", "placeholder", "changeme", "change_me", "change-me", "your_", "your-", "yourtoken", "insert", "redacted", "dummy", "sample", "fake", "_here", "-here", "tokenhere", "keyhere", "todo", "abcdefghij"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value only stands in for a secret: a variable, a template, a word such as "your-key-here", or our own placeholder.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value.IsEmpty || value[0] is '$' or '<' or '{' or '%' or '[' or '(' or '*' || value.Contains("${", StringComparison.Ordinal) || value.Contains("$(", StringComparison.Ordinal)
        || value.Contains("{{", StringComparison.Ordinal) || value.ContainsAny(Placeholders);

    /// <summary>Shannon entropy, in bits per character.</summary>
    public static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        var others = 0;
        foreach (var c in value)
        {
            if (c < 128)
            {
                counts[c]++;
            }
            else
            {
                others++;
            }
        }

        var entropy = 0.0;
        foreach (var count in counts)
        {
            entropy -= count == 0 ? 0 : (double)count / value.Length * Math.Log2((double)count / value.Length);
        }

        return entropy - (others == 0 ? 0 : (double)others / value.Length * Math.Log2((double)others / value.Length));
    }

    /// <summary>Whether it has letters and digits mixed, as made-up words and names have not.</summary>
    public static bool IsMixed(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9') && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z'));
}
