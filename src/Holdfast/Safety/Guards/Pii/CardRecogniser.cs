using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Payment cards: a known issuer range with its lengths, the Luhn digit, and groups as they are printed.</summary>
internal static class CardRecogniser
{
    private const int Longest = 19;

    private static readonly SearchValues<string> Words = PiiText.Words("card, visa, mastercard, maestro, amex, american express, discover, diners, jcb, unionpay, debit, credit, pan, cc #");

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        Span<char> digits = stackalloc char[Longest];
        for (var at = text.IndexOfAnyInRange('0', '9'); at >= 0;)
        {
            var end = at == 0 || !PiiText.IsWord(text[at - 1]) ? Match(text, at, digits, out var count) : Skip(out count);
            if (end > 0 && PiiText.StandsAlone(text, at, end))
            {
                selection.Add(matches, text, PiiKinds.Card, "credit-card", at, end - at, count >= 13 ? 0.9 : 0.3, Words);
                at = end;
            }
            else
            {
                at = text[at..].IndexOfAnyExceptInRange('0', '9') is var run && run < 0 ? text.Length : at + run;
            }

            var next = text[at..].IndexOfAnyInRange('0', '9');
            at = next < 0 ? -1 : at + next;
        }
    }

    private static int Skip(out int count)
    {
        count = 0;
        return -1;
    }

    /// <summary>The longest valid number that starts here.</summary>
    private static int Match(ReadOnlySpan<char> text, int start, Span<char> digits, out int found)
    {
        var (count, at, end, groups, separator) = (0, start, -1, 0, '\0');
        found = 0;
        while (at < text.Length)
        {
            var group = at;
            while (at < text.Length && PiiText.IsDigit(text[at]))
            {
                if (count == Longest)
                {
                    return end;
                }

                digits[count++] = text[at++];
            }

            var size = at - group;
            groups++;
            if (IsCard(digits[..count]))
            {
                (end, found) = (at, count);
            }

            // Printed cards begin with a group of four or six; no group is smaller than three, or longer than the rest of Maestro.
            if (size < 3 || (groups == 1 && size is not (4 or 6)) || at + 1 >= text.Length || text[at] is not (' ' or '-') || (separator != '\0' && text[at] != separator) || !PiiText.IsDigit(text[at + 1]))
            {
                break;
            }

            separator = text[at++];
        }

        return end;
    }

    public static bool IsCard(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 12 or > Longest || Checksums.AllSame(digits))
        {
            return false;
        }

        var six = Checksums.Number(digits[..6]);
        var fits = six switch
        {
            >= 400000 and <= 499999 => digits.Length is 13 or 16 or 19,
            (>= 510000 and <= 559999) or (>= 222100 and <= 272099) => digits.Length == 16,
            (>= 340000 and <= 349999) or (>= 370000 and <= 379999) => digits.Length == 15,
            (>= 300000 and <= 305999) or (>= 309500 and <= 309599) or (>= 360000 and <= 369999) or (>= 380000 and <= 399999) => digits.Length is >= 14 and <= 19,
            (>= 352800 and <= 358999) => digits.Length is >= 16 and <= 19,
            >= 350000 and <= 359999 => digits.Length == 16,
            (>= 213100 and <= 213199) or (>= 180000 and <= 180099) => digits.Length == 15,
            (>= 220000 and <= 220499) => digits.Length is >= 16 and <= 19,
            (>= 500000 and <= 509999) or (>= 560000 and <= 699999) => true,
            // Issued inside one country or not yet announced: sixteen digits with a valid check digit still look like a card.
            (>= 200000 and <= 299999) or (>= 810000 and <= 829999) => digits.Length == 16,
            _ => false,
        };
        return fits && Checksums.Luhn(digits);
    }
}
