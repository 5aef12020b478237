using System.Text.RegularExpressions;

namespace Holdfast.Safety.Guards.Answers;

/// <summary>Takes a text apart into sentences, roughly: at full stops, question and exclamation marks before a space, and at new lines.</summary>
internal static partial class Sentences
{
    /// <summary>Start and length of each.</summary>
    public static IEnumerable<(int Start, int Length)> Of(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))))
            {
                if (i + 1 - start > 1)
                {
                    yield return (start, i + 1 - start);
                }

                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return (start, text.Length - start);
        }
    }

    /// <summary>Whether a sentence says that something is not so.</summary>
    public static bool IsNegative(string sentence) => No().IsMatch(sentence);

    [GeneratedRegex(@"\b(?:not|no|never|cannot|unable|without|neither|\w{2,8}n['’]t)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex No();
}
