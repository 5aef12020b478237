using System.Buffers;
using System.Text.RegularExpressions;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Names, addresses and dates of birth, only where the words around say so: a best effort, for no pattern knows a name.</summary>
internal static partial class PersonRecogniser
{
    private const int MostWords = 4;

    /// <summary>What stands before a name.</summary>
    private static readonly string[] Phrases =
        ["my name is ", "name: ", "mr. ", "mrs. ", "ms. ", "dr. ", "prof. ", "mr ", "mrs ", "miss ", "dear ", "signed, ", "regards,\n", "called ", "this is ", "i'm ", "i am ", "on behalf of ", "patient "];

    private static readonly SearchValues<string> BeforeNames = SearchValues.Create(Phrases, StringComparison.OrdinalIgnoreCase);

    /// <summary>Capitalised words that begin no name.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> NoNames = new HashSet<string>(
        "The,This,That,It,We,You,They,He,She,My,Your,Our,Customer,Sir,Madam,Team,All,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,January,February,March,April,June,July,August,September,October,November,December,English,American,German,French,Spanish,Italian,Not,So,In,On,At,A,An".Split(','), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> BeforeBirth = PiiText.Words("born, birth, birthday, dob, d.o.b, geboren, geburtsdatum, né le, née le, nacimiento");

    public static void CollectNames(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(BeforeNames);
            if (at < 0)
            {
                return;
            }

            at += from;
            from = at + 1;
            if (at > 0 && char.IsLetter(text[at - 1]))
            {
                continue;
            }

            var start = NameStart(text, at);
            var end = NameEnd(text, start);
            if (end > start)
            {
                selection.Add(matches, PiiKinds.PersonName, "person", start, end - start, 0.6);
                from = end;
            }
        }
    }

    private static int NameStart(ReadOnlySpan<char> text, int phrase)
    {
        foreach (var words in Phrases)
        {
            if (text[phrase..].StartsWith(words, StringComparison.OrdinalIgnoreCase))
            {
                return phrase + words.Length;
            }
        }

        return phrase;
    }

    private static int NameEnd(ReadOnlySpan<char> text, int start)
    {
        var (at, end) = (start, start);
        for (var words = 0; words < MostWords && at < text.Length && char.IsUpper(text[at]); words++)
        {
            var word = at;
            while (at < text.Length && (char.IsLetter(text[at]) || (text[at] is '\'' or '-' && at + 1 < text.Length && char.IsLetter(text[at + 1]))))
            {
                at++;
            }

            if (words == 0 && NoNames.Contains(text[word..at]))
            {
                return start;
            }

            end = at;
            at += at < text.Length && text[at] == '.' && at - word == 1 ? 1 : 0;
            if (at + 1 >= text.Length || text[at] != ' ')
            {
                break;
            }

            at++;
        }

        return end - start >= 2 ? end : start;
    }

    public static void CollectAddresses(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        foreach (var match in Street().EnumerateMatches(text))
        {
            selection.Add(matches, PiiKinds.StreetAddress, "street-address", match.Index, match.Length, 0.6);
        }
    }

    public static void CollectDates(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        var any = selection.Has(PiiKinds.Date);
        if (!any && (!selection.Has(PiiKinds.BirthDate) || text.IndexOfAny(BeforeBirth) < 0))
        {
            return;
        }

        foreach (var match in AnyDate().EnumerateMatches(text))
        {
            if (!PiiText.StandsAlone(text, match.Index, match.Index + match.Length))
            {
                continue;
            }

            if (selection.Has(PiiKinds.BirthDate) && PiiText.HasContext(text, match.Index, match.Length, BeforeBirth, alsoBehind: false))
            {
                selection.Add(matches, PiiKinds.BirthDate, "birth-date", match.Index, match.Length, 0.7);
            }

            if (any)
            {
                selection.Add(matches, PiiKinds.Date, "date-time", match.Index, match.Length, 0.6);
            }
        }
    }

    [GeneratedRegex(@"\d{1,5}[A-Za-z]? ([\p{Lu}][\p{L}'.]{1,24} ){1,3}(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Way|Place|Pl|Terrace|Close)\b|[\p{Lu}][\p{L}]{1,24}(straße|strasse|str\.|katu|gade|vej|gatan|vägen|weg|platz) \d{1,4}[a-z]?\b|\b(Rue|Avenue|Boulevard|Calle|Via|Viale|Piazza|Rua) ([\p{L}']{1,24} ){1,4}\d{1,4}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Street();

    [GeneratedRegex(@"\b\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?\b|\b\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b|\b\d{1,2}/(\d{4}|\d{2})\b|\b\d{1,2}(st|nd|rd|th)?[- ](of )?(?i:jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)([-, ]{1,2}(\d{4}|\d{2}))?\b|\b(?i:jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)[- ](\d{1,2}(st|nd|rd|th)?(,? \d{4})?|\d{4})\b", RegexOptions.NonBacktracking)]
    private static partial Regex AnyDate();
}
