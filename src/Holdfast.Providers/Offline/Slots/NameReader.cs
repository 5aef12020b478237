using System.Collections.Frozen;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Finds names of people by the words around them: "my name is", "under", "with", "for", "this is".</summary>
internal static class NameReader
{
    private static readonly (string[] Words, NameRole Role, bool Strong)[] Cues =
    [
        (["my", "name", "is"], NameRole.Self, true), (["my", "name's"], NameRole.Self, true), (["the", "name", "is"], NameRole.Self, true), (["name", "is"], NameRole.Self, true),
        (["name", "of"], NameRole.Self, true), (["name", ":"], NameRole.Self, true), (["under", "the", "name"], NameRole.Self, true), (["my", "name"], NameRole.Self, false),
        (["first", "name"], NameRole.First, true), (["last", "name"], NameRole.Last, true), (["surname", "is"], NameRole.Last, true), (["surname"], NameRole.Last, true), (["family", "name"], NameRole.Last, true),
        (["call", "me"], NameRole.Self, true), (["known", "as"], NameRole.Self, true), (["am", "called"], NameRole.Self, true), (["named", "me"], NameRole.Self, true), (["i", "am"], NameRole.Self, false), (["i'm"], NameRole.Self, false), (["this", "is"], NameRole.Self, false),
        (["it's"], NameRole.Self, false), (["under"], NameRole.Self, false), (["behalf", "of"], NameRole.Self, false), (["for"], NameRole.Self, false), (["with"], NameRole.With, false),
        (["by"], NameRole.With, false), (["reservation", "is"], NameRole.Self, false), (["name"], NameRole.Self, false),
    ];

    private static readonly FrozenSet<string> NotNames = (
        "and or the a an my your our is are was it its at on for in to from by with please thanks thank i we you me us can could would will need want have has had having reservation booking "
        + "table appointment order party people person lunch dinner breakfast today tomorrow tonight noon midday afternoon evening morning not no yes ok okay sure hello hi hey here if but that this as of "
        + "tell just then so i'd i'm i've i'll it's there what when where how name first last surname mr mrs ms dr under booked princess").Split(' ').ToFrozenSet();

    public static List<NameMention> Find(Utterance said)
    {
        var found = new List<NameMention>();
        for (var index = 0; index < said.Tokens.Count && found.Count < 20; index++)
        {
            if (CueAt(said, index) is not { } cue || said.Tokens.Is(index - 1, "restaurant", "company", "business", "looking", "search", "searching", "file", "product", "hotel", "city"))
            {
                continue;
            }

            var position = index + cue.Words.Length;
            while (said.Tokens.Is(position, "is", ":", "the", "name", "of", "i", "think", "mr", "mrs", "ms", "dr", ".", "princess", "call", "me", "me,", ",") && position < index + cue.Words.Length + 5)
            {
                position++;
            }

            var end = Run(said, position, cue.Strong);
            if (end > position)
            {
                found.Add(new NameMention(cue.Role, position, end));
                index = end - 1;
            }
        }

        Introduced(said, found);
        return found;
    }

    /// <summary>The end of a run of words at an index that may be a name, at most four.</summary>
    public static int Run(Utterance said, int first, bool anyCase)
    {
        var position = first;
        var known = said.MomentAt(first) is { Kind: not MomentKind.DateRange };
        while (!known && position < first + 4 && IsPart(said, position, anyCase))
        {
            position++;
            if (said.Tokens.Is(position, "-") && said.Tokens.Glued(position) && said.Tokens.Glued(position + 1) && said.Capital(position + 1))
            {
                position++;
            }
        }

        return position;
    }

    private static bool IsPart(Utterance said, int index, bool anyCase)
    {
        var token = said.Tokens[index];
        return token.IsWord && token.Lower.Length > 1 && !NotNames.Contains(token.Lower) && (anyCase || said.Capital(index)) && !said.IsUsed(index)
            && (token.Lower is "may" or "april" or "june" or "august" or "jan" or "sun" || (CalendarWords.Month(token.Lower) is null && CalendarWords.Weekday(token.Lower) is null));
    }

    private static (string[] Words, NameRole Role, bool Strong)? CueAt(Utterance said, int index)
    {
        foreach (var cue in Cues)
        {
            var matched = 0;
            while (matched < cue.Words.Length && said.Tokens.Is(index + matched, cue.Words[matched]))
            {
                matched++;
            }

            if (matched == cue.Words.Length)
            {
                return cue;
            }
        }

        return null;
    }

    /// <summary>Reads "Jana Picariello here" and "Kristy Eheler has a booking".</summary>
    private static void Introduced(Utterance said, List<NameMention> found)
    {
        for (var index = 0; index < said.Tokens.Count && found.Count == 0; index++)
        {
            if (said.Capital(index) && !NotNames.Contains(said.Tokens.Word(index)) && Run(said, index, anyCase: false) is var end && end > index
                && (said.Tokens.Is(end, "here") || (end == index + 2 && said.Tokens.Is(end, "has", "needs", "wants", "would", "had", "booked"))))
            {
                found.Add(new NameMention(NameRole.Self, index, end));
            }
        }
    }
}
