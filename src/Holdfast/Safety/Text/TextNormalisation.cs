using System.Text;

namespace Holdfast.Safety.Text;

/// <summary>Turns a text into what a reader sees, so that spelling tricks hide nothing from the guards.</summary>
internal static class TextNormalisation
{
    /// <summary>Removes hidden characters and accents strewn over ASCII, folds look-alikes. ASCII text comes back as it is.</summary>
    public static NormalisedText Normalise(string text)
    {
        if (Ascii.IsValid(text))
        {
            return new NormalisedText(text, positions: null);
        }

        var result = new StringBuilder(text.Length);
        var positions = new List<int>(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            Append(rune, at);
            // A lone surrogate is enumerated as U+FFFD, of the same length.
            at += rune.Utf16SequenceLength;
        }

        FoldMixedWords(result);
        return new NormalisedText(result.ToString(), [.. positions]);

        void Append(Rune rune, int position)
        {
            if (Characters.IsHidden(rune.Value) || (rune.Value is >= 0x300 and <= 0x36F && result.Length > 0 && char.IsAscii(result[^1])))
            {
                return;
            }

            var seen = Characters.Undress(rune.Value) ?? rune.ToString();
            result.Append(seen);
            for (var i = 0; i < seen.Length; i++)
            {
                positions.Add(position);
            }
        }
    }

    /// <summary>A word that mixes Latin with Cyrillic or Greek letters is a disguise; a word all in one script is a language.</summary>
    private static void FoldMixedWords(StringBuilder text)
    {
        var start = 0;
        var latin = false;
        var foldable = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
            {
                latin |= Characters.IsLatin(text[i]);
                foldable |= Characters.Fold(text[i]) != text[i];
                continue;
            }

            for (var j = start; latin && foldable && j < i; j++)
            {
                text[j] = Characters.Fold(text[j]);
            }

            (start, latin, foldable) = (i + 1, false, false);
        }
    }
}
