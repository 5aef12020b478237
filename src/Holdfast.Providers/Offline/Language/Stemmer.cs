namespace Holdfast.Providers.Offline.Language;

/// <summary>Cuts English words to a stem that their inflected forms share: "bookings" and "booked" to "book".</summary>
internal static class Stemmer
{
    public static string Stem(string word)
    {
        var stem = word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word.Replace("'", "", StringComparison.Ordinal);
        if (stem.Length > 64)
        {
            return stem[..64];
        }

        stem = Plural(stem);
        stem = Ending(stem);
        return stem.Length > 3 && stem[^1] is 'e' ? stem[..^1] : stem.Length > 3 && stem[^1] == 'y' ? stem[..^1] + "i" : stem;
    }

    private static string Plural(string word)
    {
        if (word.Length < 4 || word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal))
        {
            return word;
        }

        if (word.EndsWith("ies", StringComparison.Ordinal))
        {
            return word[..^3] + "y";
        }

        if (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal))
        {
            return word[..^2];
        }

        return word[^1] == 's' ? word[..^1] : word;
    }

    private static string Ending(string word)
    {
        foreach (var ending in (ReadOnlySpan<string>)["ation", "ing", "ment", "ed"])
        {
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length - ending.Length >= 3 && word[..^ending.Length].AsSpan().IndexOfAny("aeiouy") >= 0)
            {
                var rest = word[..^ending.Length];
                return ending is "ing" or "ed" && rest.Length > 3 && rest[^1] == rest[^2] && rest[^1] is not ('l' or 's' or 'z') ? rest[..^1]
                    : rest.EndsWith("ll", StringComparison.Ordinal) && rest.Length > 5 ? rest[..^1] : rest;
            }
        }

        return word;
    }
}
