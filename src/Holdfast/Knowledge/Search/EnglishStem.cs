namespace Holdfast.Knowledge.Search;

/// <summary>Cuts English endings, so that "fees", "closing" and "eligibility" meet "fee", "close" and "eligible". Words of other languages mostly keep theirs.</summary>
internal static class EnglishStem
{
    private static readonly (string Ending, string With)[] Derived =
    [
        ("ability", ""), ("ibility", ""), ("ational", "ate"), ("ization", "ize"), ("ation", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ement", ""), ("ment", ""), ("ness", ""), ("ly", ""),
        ("able", ""), ("ible", ""), ("ity", ""), ("ive", ""), ("ion", ""),
    ];

    public static string Of(string word)
    {
        if (!IsEnglish(word))
        {
            return word;
        }

        word = Verb(Plural(word));
        foreach (var (ending, with) in Derived)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length - ending.Length >= 4)
            {
                word = word[..^ending.Length] + with;
                break;
            }
        }

        return Short(word);
    }

    /// <summary>Cuts only the endings that make no other word of it: those of plurals and of verbs.</summary>
    public static string Inflection(string word) => IsEnglish(word) ? Short(Verb(Plural(word))) : word;

    private static bool IsEnglish(string word) => word.Length > 3 && word.All(char.IsAsciiLetterLower);

    private static string Short(string word)
    {
        word = word.Length > 4 && word[^1] == 'e' ? word[..^1] : word;
        return word.Length > 3 && word[^1] == 'y' ? word[..^1] + "i" : word;
    }

    private static string Plural(string word) =>
        word.EndsWith("sses", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1]
        : word;

    private static string Verb(string word)
    {
        var cut = word.EndsWith("ing", StringComparison.Ordinal) ? 3 : word.EndsWith("ed", StringComparison.Ordinal) ? 2 : 0;
        if (cut == 0 || word.Length - cut < 3 || word.AsSpan(0, word.Length - cut).IndexOfAny("aeiouy") < 0)
        {
            return word;
        }

        word = word[..^cut];
        return word.EndsWith("at", StringComparison.Ordinal) || word.EndsWith("bl", StringComparison.Ordinal) || word.EndsWith("iz", StringComparison.Ordinal) ? word + "e"
            : word[^1] == word[^2] && word[^1] is not ('l' or 's' or 'z') ? word[..^1]
            : word;
    }
}
