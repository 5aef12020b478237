using System.Buffers.Text;
using System.Text;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>Finds what only the user may see in a text that goes outside: numbers and codes, as they are, cut up, turned round, in base64 or hexadecimal.</summary>
/// <remarks>Whoever invents another code gets through: it makes leaks to receivers whom the user named less likely, no more.</remarks>
internal static class PrivateWords
{
    /// <summary>Shorter ones are found by chance in a text without its spaces.</summary>
    private const int LeastInside = 8;

    /// <summary>The first private word that the user did not mention, or null.</summary>
    public static string? In(string text, PolicySituation situation)
    {
        foreach (var word in Words.Of(text))
        {
            if (IsIdentifying(word) && situation.Private.Any(t => t.Has(word)) && !IsMentioned(word, situation))
            {
                return word;
            }
        }

        if (situation.Private.Count == 0 || text.Length < LeastInside)
        {
            return null;
        }

        var compact = Words.Compact(text);
        var turned = string.Concat(compact.Reverse());
        var decoded = Decoded(text);
        foreach (var word in situation.Private.SelectMany(t => t.List))
        {
            if (word.Length >= LeastInside && IsIdentifying(word)
                && (compact.Contains(word, StringComparison.Ordinal) || turned.Contains(word, StringComparison.Ordinal) || decoded.Contains(word, StringComparison.Ordinal))
                && !IsMentioned(word, situation))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>Numbers and codes tell something about a person; common words and years do not.</summary>
    private static bool IsIdentifying(string word) => word.Length >= 4 && word.Any(char.IsDigit) && !(word.Length == 4 && word.StartsWith("20", StringComparison.Ordinal));

    private static bool IsMentioned(string word, PolicySituation situation) => situation.Trusted.Any(t => t.Source is "principal" or "agent" && t.Has(word));

    private static string Decoded(string text)
    {
        var found = new StringBuilder();
        foreach (var part in text.Split([' ', '\n', '\t', ',', ';', ':', '"', '\'', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length >= LeastInside))
        {
            if (part.Length % 2 == 0 && part.All(char.IsAsciiHexDigit))
            {
                found.Append(Words.Compact(Encoding.UTF8.GetString(Convert.FromHexString(part))));
            }
            else if (Base64.IsValid(part))
            {
                found.Append(Words.Compact(Encoding.UTF8.GetString(Convert.FromBase64String(part))));
            }
        }

        return found.ToString();
    }
}
