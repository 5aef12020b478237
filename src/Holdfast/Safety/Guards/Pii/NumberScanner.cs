namespace Holdfast.Safety.Guards.Pii;

/// <summary>Tries the number formats wherever a digit stands; text without digits costs one vectorised search.</summary>
internal static class NumberScanner
{
    private static readonly NumberMask[] DigitFirst = Masks(static first => first is '9' or 'X');
    private static readonly NumberMask[] LetterFirst = Masks(static first => first != '9');

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        Span<char> value = stackalloc char[NumberMask.LongestValue];
        var tried = 0;
        for (var at = text.IndexOfAnyInRange('0', '9'); at >= 0;)
        {
            // A format may begin with letters before its first digit, together with it ("AB123") or apart ("HRB 123", "B AB 1234").
            var token = WordStart(text, at);
            var start = token;
            for (var steps = 0; steps < 2; steps++)
            {
                var previous = LettersBefore(text, start);
                if (previous < 0)
                {
                    break;
                }

                start = previous;
            }

            for (var i = Math.Max(start, tried); i <= token; i++)
            {
                if (i == 0 || !PiiText.IsWord(text[i - 1]))
                {
                    Try(text, i, PiiText.IsDigit(text[i]) ? DigitFirst : LetterFirst, value, selection, matches);
                }
            }

            tried = token + 1;
            var end = token;
            while (end < text.Length && PiiText.IsWord(text[end]))
            {
                end++;
            }

            var next = text[end..].IndexOfAnyInRange('0', '9');
            at = next < 0 ? -1 : end + next;
        }
    }

    private static void Try(ReadOnlySpan<char> text, int start, NumberMask[] masks, Span<char> value, PiiSelection selection, List<PiiMatch> matches)
    {
        foreach (var mask in masks)
        {
            var format = mask.Format;
            if (!selection.Has(format.Kind))
            {
                continue;
            }

            var end = mask.Match(text, start, value, out var length, out var separated);
            if (end < 0 || !PiiText.StandsAlone(text, start, end) || (format.Check is not null && !format.Check(value[..length])))
            {
                continue;
            }

            var confidence = separated ? format.Separated : format.Confidence;
            selection.Add(matches, text, format.Kind, format.Recogniser, start, end - start, confidence, format.Words);
        }
    }

    private static int WordStart(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && PiiText.IsWord(text[at - 1]))
        {
            at--;
        }

        return at;
    }

    /// <summary>The start of a word of at most three letters that stands directly before a place, or -1.</summary>
    private static int LettersBefore(ReadOnlySpan<char> text, int start)
    {
        if (start < 2 || text[start - 1] is not (' ' or '-' or '.'))
        {
            return -1;
        }

        var at = start - 1;
        while (at > 0 && char.IsAsciiLetter(text[at - 1]) && start - at < 5)
        {
            at--;
        }

        return at < start - 1 && start - 1 - at <= 3 && (at == 0 || !PiiText.IsWord(text[at - 1])) ? at : -1;
    }

    private static NumberMask[] Masks(Func<char, bool> first) =>
        [.. NumberFormats.All.SelectMany(static format => format.Masks.Select(mask => new NumberMask(format, mask))).Where(mask => first(mask.Mask[0]))];
}
