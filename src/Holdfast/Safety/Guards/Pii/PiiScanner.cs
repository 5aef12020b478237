namespace Holdfast.Safety.Guards.Pii;

/// <summary>Runs the recognisers over a text.</summary>
internal static class PiiScanner
{
    /// <summary>Everything that any recogniser found, in any order, also where two see the same place.</summary>
    public static List<PiiMatch> Collect(ReadOnlySpan<char> text, PiiSelection selection)
    {
        var matches = new List<PiiMatch>();
        if (selection.Has(PiiKinds.Email))
        {
            EmailRecogniser.Collect(text, selection, matches);
        }

        if (text.IndexOfAnyInRange('0', '9') >= 0)
        {
            CollectNumbers(text, selection, matches);
        }
        else
        {
            // Addresses of networks may consist of letters alone: "ab:cd:ef:ab:cd:ef".
            NetworkRecogniser.Collect(text, selection, matches);
        }

        if (selection.Has(PiiKinds.Url))
        {
            WebRecogniser.CollectUrls(text, selection, matches);
        }

        if (selection.Has(PiiKinds.PersonName))
        {
            PersonRecogniser.CollectNames(text, selection, matches);
        }

        return matches;
    }

    /// <summary>What was found, each place once, in order of the text: matches that touch become one, named by the surest.</summary>
    public static List<PiiMatch> Find(ReadOnlySpan<char> text, PiiSelection selection)
    {
        var matches = Collect(text, selection);
        if (matches.Count < 2)
        {
            return matches;
        }

        matches.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var kept = new List<PiiMatch>(matches.Count);
        foreach (var match in matches)
        {
            if (kept.Count == 0 || kept[^1].Start + kept[^1].Length <= match.Start)
            {
                kept.Add(match);
                continue;
            }

            // Both readings hold a value, so that no character of either may stay.
            var other = kept[^1];
            var surer = match.Confidence > other.Confidence ? match : other;
            var end = Math.Max(match.Start + match.Length, other.Start + other.Length);
            kept[^1] = surer with { Start = other.Start, Length = end - other.Start };
        }

        return kept;
    }

    private static void CollectNumbers(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        if (selection.Has(PiiKinds.Card))
        {
            CardRecogniser.Collect(text, selection, matches);
        }

        if (selection.Has(PiiKinds.Iban))
        {
            IbanRecogniser.Collect(text, selection, matches);
        }

        if (selection.Has(PiiKinds.Phone))
        {
            PhoneRecogniser.Collect(text, selection, matches);
        }

        NetworkRecogniser.Collect(text, selection, matches);
        NumberScanner.Collect(text, selection, matches);
        if (selection.Has(PiiKinds.CryptoWallet))
        {
            CryptoRecogniser.Collect(text, selection, matches);
        }

        if (selection.Has(PiiKinds.Guid))
        {
            WebRecogniser.CollectGuids(text, selection, matches);
        }

        if (selection.Has(PiiKinds.StreetAddress))
        {
            PersonRecogniser.CollectAddresses(text, selection, matches);
        }

        PersonRecogniser.CollectDates(text, selection, matches);
    }
}
