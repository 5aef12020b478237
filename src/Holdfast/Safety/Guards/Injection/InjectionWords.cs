using Holdfast.Safety.Text;

namespace Holdfast.Safety.Guards.Injection;

/// <summary>Splits a normalised text into words with their meaning. Letters that were spaced out are joined again.</summary>
internal static class InjectionWords
{
    private const int SpacedOut = 4;
    private const int LongestWord = 64;

    /// <summary>The words in order.</summary>
    public static List<InjectionWord> Of(string text)
    {
        var words = new List<InjectionWord>(text.Length / 5);
        var place = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]) && !IsMark(text[i]))
            {
                i++;
                continue;
            }

            if (IsUnspaced(text[i]))
            {
                i = Run(text, i, words, ref place);
                continue;
            }

            var start = i;
            if (SpacedLetters(text, i, out var end) is { } joined)
            {
                // "i g n o r e a l l": where one word ends can no longer be told, so meanings are looked for inside.
                foreach (var (concept, _) in ConceptDictionary.Within(joined + "$", SpacedOut - 1))
                {
                    words.Add(new InjectionWord(joined, start, end, place += 2, concept));
                }

                i = end;
                continue;
            }

            while (i < text.Length && i - start < LongestWord && (char.IsLetterOrDigit(text[i]) || IsMark(text[i]) || (text[i] is '\'' or '’' && i + 1 < text.Length && char.IsLetter(text[i + 1]))) && !IsUnspaced(text[i]))
            {
                i++;
            }

            var word = Fold(text.AsSpan(start, i - start));
            words.Add(new InjectionWord(word, start, i, place += 2, Meaning(word)));
        }

        return words;
    }

    private static int Run(string text, int start, List<InjectionWord> words, ref int place)
    {
        var end = start;
        while (end < text.Length && end - start < LongestWord && IsUnspaced(text[end]))
        {
            end++;
        }

        var run = text[start..end];
        var concepts = ConceptDictionary.Within(run, 1).ToDictionary(c => c.Start, c => c.Concept);
        for (var i = 0; i < run.Length; i++)
        {
            words.Add(new InjectionWord(run[i].ToString(), start + i, start + i + 1, ++place, concepts.GetValueOrDefault(i)));
        }

        return end;
    }

    /// <summary>Single letters, each followed by one and the same separator.</summary>
    private static string? SpacedLetters(string text, int start, out int end)
    {
        end = start;
        if (start + 1 >= text.Length || !char.IsAsciiLetter(text[start]) || text[start + 1] is not (' ' or '.' or '-' or '_' or '*') || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return null;
        }

        var count = 0;
        var at = start;
        while (at < text.Length && char.IsAsciiLetter(text[at]) && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1])))
        {
            count++;
            end = at + 1;
            at += at + 1 < text.Length && text[at + 1] == text[start + 1] ? 2 : text.Length;
        }

        return count < SpacedOut ? null : string.Create(count, (text, start), static (letters, state) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = char.ToLowerInvariant(state.text[state.start + (2 * i)]);
            }
        });
    }

    private static Concept Meaning(string word)
    {
        var concept = ConceptDictionary.Of(word);
        if (concept == Concept.None && word.Length >= 5 && word.AsSpan().ContainsAnyInRange('0', '9') && word.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            concept = ConceptDictionary.Of(word.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't'));
        }

        // The Arabic article and conjunction are written with the word.
        return concept == Concept.None && word.Length > 4 && word[0] is 'ا' or 'و' or 'ب' ? ConceptDictionary.Of(word.AsSpan(word[0] == 'ا' ? 2 : 1)) : concept;
    }

    private static string Fold(ReadOnlySpan<char> word)
    {
        Span<char> folded = stackalloc char[LongestWord];
        var length = 0;
        foreach (var c in word)
        {
            if (c is not ('\'' or '’'))
            {
                folded[length++] = Characters.Plain(c);
            }
        }

        return new string(folded[..length]);
    }

    /// <summary>Vowel signs of Indic scripts are marks, and parts of words.</summary>
    private static bool IsMark(char c) => c is >= '\u0900' and <= '\u0DFF';

    private static bool IsUnspaced(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
}
