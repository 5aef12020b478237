using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Ranks an agent's tools by how well their words fit a request: stems and synonyms, weighted by rarity among the tools.</summary>
internal sealed class ToolMatcher
{
    /// <summary>Below this no tool is meant. Tuned so that out-of-scope questions are declined rather than answered wrongly.</summary>
    public const double Threshold = 1.5;

    private const double SynonymShare = 0.8;
    private const double DesireShare = 0.35;

    // "Show", "find" and "get" are in most names of readings and say little about which is meant.
    private const double LookShare = 0.3;
    private const double ActionBonus = 0.5;
    private const double ListBonus = 1.2;

    /// <summary>What follows these is a thing and nothing to do: "return the gloves of order FF-10041".</summary>
    private static readonly HashSet<string> BeforeNouns = new(["of", "from", "in", "for", "my", "the", "this", "that", "an"], StringComparer.Ordinal);

    private readonly List<(ToolModel Tool, Dictionary<string, double> Terms, HashSet<string> Actions)> index = [];
    private readonly Dictionary<string, int> frequency = new(StringComparer.Ordinal);

    public ToolMatcher(IReadOnlyList<ToolModel> tools)
    {
        foreach (var tool in tools)
        {
            var terms = new Dictionary<string, double>(StringComparer.Ordinal);
            Add(terms, Phrases.Words(tool.Name), 3);
            Add(terms, Words(tool.Description), 1);
            foreach (var parameter in tool.Parameters)
            {
                Add(terms, parameter.Words, 0.7);
                Add(terms, Words(parameter.Description), 0.35);
                Add(terms, parameter.Choices.SelectMany(Words), 0.7);
            }

            var actions = Phrases.Words(tool.Name).SelectMany(word => Concepts.ActionsOf(Stemmer.Stem(word))).ToHashSet(StringComparer.Ordinal);
            index.Add((tool, terms, actions));
            foreach (var term in terms.Keys)
            {
                frequency[term] = frequency.GetValueOrDefault(term) + 1;
            }
        }
    }

    /// <summary>Scores every tool for the words of a request, best first; equal scores keep the agent's order.</summary>
    public List<(ToolModel Tool, double Score)> Rank(IReadOnlyList<string> words)
    {
        var stems = Concepts.Expand(words).Where(word => !StopWords.Has(word)).Select(Stemmer.Stem).Distinct(StringComparer.Ordinal).Take(200).ToList();
        var nouns = words.Zip(words.Skip(1)).Where(pair => BeforeNouns.Contains(pair.First)).Select(pair => Stemmer.Stem(pair.Second)).ToHashSet(StringComparer.Ordinal);
        var all = stems.SelectMany(Concepts.ActionsOf).ToHashSet(StringComparer.Ordinal);
        var verbs = stems.Where(stem => !nouns.Contains(stem)).SelectMany(Concepts.ActionsOf).ToHashSet(StringComparer.Ordinal);
        var actions = verbs.Count > 0 ? verbs : all;
        var desire = words.Any(word => word is "want" or "need" or "like" or "i'd");
        var question = words.Take(3).Any(word => word is "what" or "what's" or "which" or "when" or "where" or "show" or "list" or "is" or "are");
        return [.. index.Select(entry => (entry.Tool, Score: Score(entry, stems, actions, desire, question))).OrderByDescending(entry => entry.Score)];
    }

    public static IEnumerable<string> Words(string text)
    {
        var tokens = new TokenText(text);
        for (var position = 0; position < tokens.Count; position++)
        {
            if (tokens[position].IsWord)
            {
                yield return tokens[position].Lower;
            }
        }
    }

    private double Score((ToolModel Tool, Dictionary<string, double> Terms, HashSet<string> Actions) entry, List<string> stems, HashSet<string> actions, bool desire, bool question)
    {
        var score = 0.0;
        var (matched, exact) = (0, false);
        foreach (var stem in stems)
        {
            var best = Weight(entry.Terms, stem);
            exact |= best > 0;
            foreach (var concept in Concepts.Of(stem))
            {
                best = Math.Max(best, (concept == "look" ? LookShare : SynonymShare) * Weight(entry.Terms, "~" + concept));
            }

            score += best;
            matched += best > 0 ? 1 : 0;
        }

        if (desire && entry.Actions.Overlaps(["book", "buy"]))
        {
            score += DesireShare * 3;
        }

        if (actions.Count > 0 && entry.Actions.Count > 0)
        {
            score = actions.Overlaps(entry.Actions) ? (score * 1.3) + ActionBonus : score * 0.4;
        }
        else if (question)
        {
            score *= entry.Tool.IsRead ? 1.3 : 0.5;

            // "Show my appointments": a reading that needs nothing and knows every word of the request is what can answer.
            score += entry.Tool.IsRead && matched == stems.Count && matched > 0 && exact && !entry.Tool.Parameters.Any(parameter => parameter.Required) ? ListBonus : 0;
        }

        // "Change my credit limit" shares only a loose synonym with a tool and speaks of other things.
        return matched == 1 && !exact && stems.Count >= 3 ? score * 0.35 : score;
    }

    private double Weight(Dictionary<string, double> terms, string term) =>
        terms.TryGetValue(term, out var weight) ? weight * Math.Log(1 + ((double)index.Count / frequency[term])) / Math.Log(1 + index.Count) : 0;

    private static void Add(Dictionary<string, double> terms, IEnumerable<string> words, double weight)
    {
        foreach (var word in words.Where(word => !StopWords.Has(word)).Take(300))
        {
            var stem = Stemmer.Stem(word);
            Raise(terms, stem, weight);
            foreach (var concept in Concepts.Of(stem))
            {
                Raise(terms, "~" + concept, weight);
            }
        }
    }

    private static void Raise(Dictionary<string, double> terms, string term, double weight) =>
        terms[term] = Math.Max(terms.GetValueOrDefault(term), weight);
}
