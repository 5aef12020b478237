using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills choices by their words, and booleans by their name or by a yes or no that was asked for.</summary>
internal static class ChoiceSlots
{
    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked, KnownValues known)
    {
        foreach (var parameter in tool.Parameters)
        {
            if (parameter.Kind == ParameterKind.Boolean)
            {
                Boolean(parameter, slots, said, asked);
            }
            else if (parameter.Kind is ParameterKind.Choice or ParameterKind.Text or ParameterKind.PersonName)
            {
                var choices = parameter.Choices.Concat(parameter.Closed ? [] : known.Names(parameter)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
                if (Pick(choices, said, Phrases.Words(tool.Name)) is { } picked)
                {
                    slots.Set(parameter, picked.Choice);
                    said.Use(picked.First, picked.Next);
                }
            }
        }
    }

    /// <summary>The choice that a message names, the longest first; a single telling word is enough when it fits only one.</summary>
    public static (string Choice, int First, int Next)? Pick(IReadOnlyList<string> choices, Utterance said, IReadOnlyList<string> own)
    {
        foreach (var (choice, words) in choices.Take(200).Select(choice => (choice, words: Phrases.Words(choice))).OrderByDescending(entry => entry.words.Count))
        {
            if (said.IndexOf(words) is var at and >= 0 && !said.IsUsed(at))
            {
                return (choice, at, at + words.Count);
            }
        }

        (string, int, int)? found = null;
        foreach (var choice in choices.Take(200))
        {
            foreach (var word in Phrases.Words(choice).Where(word => word.Length > 3 && !StopWords.Has(word) && !own.Any(name => Stemmer.Stem(name) == Stemmer.Stem(word))))
            {
                if (said.IndexOf([word]) is not (var at and >= 0) || said.IsUsed(at))
                {
                    continue;
                }

                if (found is { } other && other.Item1 != choice)
                {
                    return null;
                }

                found = (choice, at, at + 1);
            }
        }

        return found;
    }

    private static void Boolean(Parameter parameter, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        if (asked.Contains(parameter.Name) && Polarity.Of(said.Tokens) is var polarity and not Answer.None)
        {
            slots.Set(parameter, JsonReading.Boolean(polarity == Answer.Yes));
            return;
        }

        var words = parameter.Words.Where(word => !StopWords.Has(word) && word is not ("include" or "is" or "with" or "show" or "enable")).ToList();
        var places = words.ConvertAll(word => said.IndexOf([word]));
        if (places.Count == 0 || places.Exists(place => place < 0))
        {
            return;
        }

        var first = places.Min();
        var negative = said.Tokens.Is(first - 1, "no", "not", "without", "don't", "exclude", "excluding") || said.Tokens.Is(first - 2, "no", "not", "without", "don't", "exclude", "excluding");
        slots.Set(parameter, JsonReading.Boolean(!negative));
    }
}
