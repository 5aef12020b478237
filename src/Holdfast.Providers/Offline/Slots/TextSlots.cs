using System.Collections.Frozen;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills free text: by its label, in quotes, after a preposition that fits, as the answer asked for, or as what is left over.</summary>
internal static class TextSlots
{
    private static readonly FrozenSet<string> Hollow = FrozenSet.ToFrozenSet(
        ["appointment", "appointments", "booking", "slot", "time", "times", "day", "date", "spot", "session", "today", "detail", "details", "information", "help", "possible", "soon", "asap", "next", "later", "earlier",
         "else", "different", "somebody", "someone", "anybody", "anyone", "available", "availability", "free", "openings", "opening", "you", "it", "them", "hour", "week", "minute", "change", "back", "find", "calculate", "compute", "generate", "provide", "fetch", "search", "identify",
         "determine", "estimate", "tell", "show", "look", "list", "check", "detailed", "related", "give", "named", "called", "located", "number", "total", "data", "latest", "current"]);

    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked, bool opening)
    {
        var open = tool.Parameters.Where(parameter => parameter.Kind == ParameterKind.Text || (parameter.Kind is ParameterKind.Choice && !parameter.Closed)).ToList();
        foreach (var parameter in tool.Parameters.Where(parameter => parameter.Kind is ParameterKind.Text or ParameterKind.Choice or ParameterKind.Id))
        {
            if (Labelled(parameter, said) is { } labelled && (!parameter.Closed))
            {
                Take(parameter, slots, said, labelled, open);
            }
        }

        foreach (var parameter in open.ToList())
        {
            if (!slots.Has(parameter) && Prepositions(parameter) is { Length: > 0 } cues && After(said, cues) is { } span)
            {
                Take(parameter, slots, said, span, open);
            }
        }

        foreach (var span in Quoted(said))
        {
            if (open.Find(parameter => asked.Contains(parameter.Name)) is { } wanted || (wanted = open.Find(parameter => parameter.Required && !slots.Has(parameter))) is not null)
            {
                Take(wanted, slots, said, span, open);
            }
        }

        foreach (var parameter in open.Where(parameter => !slots.Has(parameter) && IsNamed(parameter) && (opening || asked.Contains(parameter.Name))).ToList())
        {
            if (Proper(said) is { } span)
            {
                Take(parameter, slots, said, span, open);
            }
        }

        Rest(tool, slots, said, asked, open, opening);
    }

    private static bool IsNamed(Parameter parameter) => parameter.Says(
        "name", "company", "team", "city", "country", "state", "location", "artist", "player", "actor", "author", "brand", "county", "court", "university", "museum", "person", "book", "title", "place");

    /// <summary>The first run of words with capitals that does not begin a sentence.</summary>
    private static (int First, int Next)? Proper(Utterance said)
    {
        for (var index = 1; index < said.Tokens.Count; index++)
        {
            if (!said.Capital(index) || said.IsUsed(index) || said.Tokens.Is(index, "i", "i'm", "i'd", "i'll", "i've") || said.Tokens.Is(index - 1, ".", "!", "?", ":", "\""))
            {
                continue;
            }

            var next = index + 1;
            while (next < index + 8 && !said.IsUsed(next) && (said.Capital(next) || (said.Tokens.Is(next, "of", "the", "de", "and", "'") && said.Capital(next + 1) && !said.Tokens.Is(next, "and")) || (said.Tokens.Is(next, "of") && said.Tokens.Is(next + 1, "the") && said.Capital(next + 2))))
            {
                next++;
            }

            return (index, next);
        }

        return null;
    }

    private static void Rest(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked, List<Parameter> open, bool opening)
    {
        var wanted = open.Where(parameter => asked.Contains(parameter.Name) && !slots.Has(parameter)).ToList();
        var target = wanted.FirstOrDefault() ?? (opening ? open.Find(parameter => parameter.Required && !slots.Has(parameter)) : null);
        if (target is null)
        {
            return;
        }

        var answered = wanted.Count > 0;
        var own = answered ? [] : Phrases.Words(tool.Name).Select(Stemmer.Stem).ToHashSet(StringComparer.Ordinal);
        foreach (var run in Runs(said, own, answered))
        {
            if (answered || run.Next - run.First <= 5)
            {
                Take(target, slots, said, run, open);
                target = open.Find(parameter => (answered ? asked.Contains(parameter.Name) : parameter.Required) && !slots.Has(parameter));
                if (target is null || answered)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Runs of words that carry meaning and are not spoken for.</summary>
    private static IEnumerable<(int First, int Next)> Runs(Utterance said, HashSet<string> own, bool answered)
    {
        var index = 0;
        while (index < Math.Min(said.Tokens.Count, 1_000))
        {
            if (!Carries(said, index, own))
            {
                index++;
                continue;
            }

            var next = index + 1;
            while (next < said.Tokens.Count && (Carries(said, next, own) || (Joins(said, next, answered) && next + 1 < said.Tokens.Count && Carries(said, next + 1, own))))
            {
                next++;
            }

            yield return (index, next);
            index = next;
        }
    }

    private static bool Carries(Utterance said, int index, HashSet<string> own)
    {
        var token = said.Tokens[index];
        if (said.IsUsed(index) || token.Kind == TokenKind.Symbol || StopWords.Has(token.Lower) || Hollow.Contains(token.Lower))
        {
            return false;
        }

        var stem = Stemmer.Stem(token.Lower);
        return !own.Contains(stem) && !(own.Count > 0 && Concepts.Of(stem).Any(concept => own.Overlaps(Concepts.Of(concept).Append(concept)) || own.Any(word => Concepts.Of(word).Contains(concept))));
    }

    private static bool Joins(Utterance said, int index, bool answered) =>
        said.Tokens.Is(index, "-", "&", "of", "and", "'", "/") ? !said.IsUsed(index) : answered && said.Tokens[index].IsWord && !said.IsUsed(index);

    private static (int First, int Next)? Labelled(Parameter parameter, Utterance said)
    {
        var at = said.IndexOf(parameter.Words);
        var start = at + parameter.Words.Count;
        if (at < 0 || !said.Tokens.Is(start, "is", ":", "=", "to", "should", "will"))
        {
            return null;
        }

        start += said.Tokens.Is(start + 1, "be") ? 2 : 1;
        var end = start;
        while (end < said.Tokens.Count && end < start + 60 && !said.Tokens.Is(end, ",", ";", "?") && !(said.Tokens.Is(end, ".", "!") && (end + 1 >= said.Tokens.Count || !said.Tokens.Glued(end + 1))) && !said.IsUsed(end))
        {
            end++;
        }

        return end > start ? (start, end) : null;
    }

    private static string[] Prepositions(Parameter parameter)
    {
        if (parameter.Says("origin", "source", "departure", "from", "start"))
        {
            return ["from"];
        }

        if (parameter.Says("destination", "target", "to", "arrival", "end"))
        {
            return ["to"];
        }

        return parameter.Says("city", "location", "place", "country", "area", "region", "state") ? ["in", "near", "around", "at", "for", "within"]
            : parameter.Says("reason", "cause") ? ["because"]
            : parameter.Says("topic", "subject", "about") ? ["about", "on"] : [];
    }

    private static (int First, int Next)? After(Utterance said, string[] cues)
    {
        foreach (var cue in cues)
        {
            for (var index = 0; index < said.Tokens.Count; index++)
            {
                if (!said.Tokens.Is(index, cue))
                {
                    continue;
                }

                var start = said.Tokens.Is(index + 1, "the") ? index + 2 : index + 1;
                var end = start;
                while (end < start + 6 && !said.IsUsed(end) && (said.Capital(end) || (end > start && said.Tokens.Is(end, ",", "of") && said.Capital(end + 1))))
                {
                    end++;
                }

                if (end > start)
                {
                    return (start, end);
                }
            }
        }

        return null;
    }

    private static IEnumerable<(int First, int Next)> Quoted(Utterance said)
    {
        var open = -1;
        for (var index = 0; index < said.Tokens.Count; index++)
        {
            if (!said.Tokens.Is(index, "\"", "\u201c", "\u201d", "'"))
            {
                continue;
            }

            if (open >= 0 && index > open + 1 && said.Tokens.Word(index) != "\u201c" && !said.IsUsed(open + 1))
            {
                yield return (open + 1, index);
                open = -1;
            }
            else
            {
                open = index;
            }
        }
    }

    private static void Take(Parameter parameter, SlotTable slots, Utterance said, (int First, int Next) span, List<Parameter> open)
    {
        slots.Set(parameter, Phrases.Line(said.Tokens.Slice(span.First, span.Next - 1), 1_000));
        said.Use(span.First, span.Next);
        open.Remove(parameter);
    }
}
