using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills numbers: each goes to the parameter whose words stand nearest, the rest in the order of the parameters.</summary>
internal static class NumberSlots
{
    private const int Reach = 6;

    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        var open = tool.Parameters.Where(parameter => parameter.Kind is ParameterKind.Integer or ParameterKind.Number).ToList();
        var numbers = open.Count == 0 ? [] : NumberReader.Find(said);
        var digits = numbers.FindAll(number => said.Tokens[number.First].IsNumber);

        // In "the divisor of two numbers, 36 and 48" the word only counts what follows.
        numbers = digits.Count >= open.Count(parameter => parameter.Required) && digits.Count > 0 ? digits : numbers;
        if (open.Find(parameter => parameter.Kind == ParameterKind.Integer && parameter.Says("people", "guests", "party", "persons", "attendees", "covers", "seats")) is { } party
            && PartyReader.Find(said, asked.Contains(party.Name)) is { } people && Take(party, slots, said, new NumberMention(people.People, people.First, people.Next)))
        {
            open.Remove(party);
            numbers.RemoveAll(number => number.First >= people.First && number.Next <= people.Next);
        }

        var pairs = from parameter in open
                    from number in numbers
                    let score = Nearness(parameter, said.Tokens, number)
                    where score > 0
                    orderby score descending
                    select (parameter, number);
        var taken = new HashSet<int>();
        foreach (var (parameter, number) in pairs.ToList())
        {
            if (open.Contains(parameter) && !taken.Contains(number.First) && Take(parameter, slots, said, number))
            {
                open.Remove(parameter);
                taken.Add(number.First);
            }
        }

        foreach (var number in numbers.Where(number => !taken.Contains(number.First)))
        {
            var parameter = open.FirstOrDefault(candidate => asked.Contains(candidate.Name)) ?? open.FirstOrDefault(candidate => candidate.Required && !slots.Has(candidate));
            if (parameter is not null && Take(parameter, slots, said, number))
            {
                open.Remove(parameter);
            }
        }
    }

    private static bool Take(Parameter parameter, SlotTable slots, Utterance said, NumberMention number)
    {
        if (parameter.Kind == ParameterKind.Integer && !number.IsWhole)
        {
            slots.Trouble(parameter, "a whole number is needed");
            return false;
        }

        var value = Scaled(parameter, said, number);
        if (value < parameter.Minimum || value > parameter.Maximum)
        {
            slots.Trouble(parameter, Range(parameter));
            said.Use(number.First, number.Next);
            return false;
        }

        slots.Set(parameter, parameter.Kind == ParameterKind.Integer || value == Math.Floor(value) ? JsonReading.Number((long)value) : JsonReading.Number(value));
        said.Use(number.First, number.Next);
        return true;
    }

    // "2 hours" for a parameter counted in minutes; "5%" for a rate.
    private static double Scaled(Parameter parameter, Utterance said, NumberMention number)
    {
        var minutes = parameter.Says("minutes", "mins") || parameter.Description.Contains("in minutes", StringComparison.OrdinalIgnoreCase);
        if (parameter.Kind == ParameterKind.Number && said.Tokens.Is(number.Next, "%", "percent") && parameter.Says("rate", "yield", "return", "probability", "share", "ratio", "interest", "confidence")
            && !parameter.Description.Contains("percent", StringComparison.OrdinalIgnoreCase))
        {
            return number.Value / 100;
        }

        return minutes && CalendarWords.Unit(said.Tokens.Word(number.Next)) == "hour" ? number.Value * 60 : number.Value;
    }

    private static string Range(Parameter parameter) => (parameter.Minimum, parameter.Maximum) switch
    {
        ({ } low, { } high) => $"it must be between {low} and {high}",
        ({ } low, null) => $"it must be at least {low}",
        _ => $"it must be at most {parameter.Maximum}",
    };

    private static double Nearness(Parameter parameter, TokenText text, NumberMention number)
    {
        var best = 0.0;
        var names = parameter.Words.Where(word => !StopWords.Has(word)).Select(Stemmer.Stem).ToHashSet(StringComparer.Ordinal);
        var described = ToolMatcherWords(parameter.Description);
        for (var distance = 1; distance <= Reach; distance++)
        {
            best = Math.Max(best, Closeness(text.Word(number.First - distance), distance, names, described));
            if (text.Is(number.First - distance, ".", "?", ";"))
            {
                break;
            }
        }

        for (var distance = 1; distance <= 3; distance++)
        {
            if (text.Is(number.Next + distance - 1, ",", ".", "and", ";"))
            {
                break;
            }

            best = Math.Max(best, Closeness(text.Word(number.Next + distance - 1), distance, names, described));
        }

        return best;
    }

    private static double Closeness(string word, int distance, HashSet<string> names, HashSet<string> described)
    {
        if (word.Length == 0 || (StopWords.Has(word) && !names.Contains(word)))
        {
            return 0;
        }

        var stem = Stemmer.Stem(word);
        return (names.Contains(stem) || names.Contains(word) ? 3.0 : described.Contains(stem) ? 1.0 : 0) / (distance + 1);
    }

    private static HashSet<string> ToolMatcherWords(string description) =>
        [.. Dialogue.ToolMatcher.Words(description).Where(word => !StopWords.Has(word)).Select(Stemmer.Stem).Take(60)];
}
