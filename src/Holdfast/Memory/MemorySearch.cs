using Holdfast.Safety.Labels;

namespace Holdfast.Memory;

/// <summary>Ranks items by what they have in common with a text: words that few items have count most. Pure, the same on every engine.</summary>
internal static class MemorySearch
{
    /// <summary>How many letters two words must begin with to count as forms of one word.</summary>
    private const int Stem = 5;

    /// <summary>The items with their scores, in their order; 0 for those that have nothing in common with the text.</summary>
    public static IReadOnlyList<(MemoryItem Item, double Score)> Score(IReadOnlyList<MemoryItem> items, string about)
    {
        var wanted = Words.Of(about).Select(StemOf).Distinct().ToList();
        var texts = items.Select(i => Words.Of($"{i.Subject} {i.Key} {i.Text}".Replace('_', ' ')).Select(StemOf).ToHashSet()).ToList();
        var weights = wanted.Select(word => Math.Log(1 + ((double)items.Count / (1 + texts.Count(t => t.Contains(word)))))).ToList();
        var scores = new List<(MemoryItem, double)>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var score = 0.0;
            for (var w = 0; w < wanted.Count; w++)
            {
                score += texts[i].Contains(wanted[w]) ? weights[w] : 0;
            }

            scores.Add((items[i], score));
        }

        return scores;
    }

    /// <summary>The items that have most in common with a text, best first.</summary>
    public static IEnumerable<MemoryItem> Best(IReadOnlyList<MemoryItem> items, string about, int limit) =>
        Score(items, about).Where(s => s.Score > 0).OrderByDescending(s => s.Score).ThenByDescending(s => s.Item.At).Take(limit).Select(s => s.Item);

    private static string StemOf(string word) => word.Length > Stem ? word[..Stem] : word;
}
