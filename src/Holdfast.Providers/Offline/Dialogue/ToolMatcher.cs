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
        var actions = stems.SelectMany(Concepts.ActionsOf).ToHashSet(StringComparer.Ordinal);
        var desire = words.Any(word => word is "want" or "need" or "like" or "i'd");
        return [.. index.Select(entry => (entry.Tool, Score: Score(entry, stems, actions, desire))).OrderByDescending(entry => entry.Score)];
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

    private double Score((ToolModel Tool, Dictionary<string, double> Terms, HashSet<string> Actions) entry, List<string> stems, HashSet<string> actions, bool desire)
    {
        var score = 0.0;
        foreach (var stem in stems)
        {
            var best = Weight(entry.Terms, stem);
            foreach (var concept in Concepts.Of(stem))
            {
                best = Math.Max(best, SynonymShare * Weight(entry.Terms, "~" + concept));
            }

            score += best;
        }

        if (desire && entry.Actions.Overlaps(["book", "buy"]))
        {
            score += DesireShare * 3;
        }

        if (actions.Count > 0 && entry.Actions.Count > 0)
        {
            score *= actions.Overlaps(entry.Actions) ? 1.3 : 0.4;
        }

        return score;
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
