using System.Buffers;

namespace Holdfast.Knowledge.Search;

/// <summary>The terms of all chunks of a base, turned round: for each term the chunks that have it, and how much it says about each. Immutable.</summary>
internal sealed class WordIndex
{
    /// <summary>How many chunks are read at once.</summary>
    private const int Page = 2_000;

    private readonly long[] chunks;
    private readonly Dictionary<string, (int Start, int Count)> terms;
    private readonly int[] places;
    private readonly float[] impacts;

    private WordIndex(long[] chunks, Dictionary<string, (int Start, int Count)> terms, int[] places, float[] impacts) =>
        (this.chunks, this.terms, this.places, this.impacts) = (chunks, terms, places, impacts);

    /// <summary>Reads a base.</summary>
    public static async Task<WordIndex> LoadAsync(IKnowledgeStore store, long id)
    {
        var builder = new Builder(new TextFields(await store.ReadTermsAsync(id, [])));
        for (var (last, more) = (0L, true); more;)
        {
            var read = await store.ReadChunkTermsAsync(id, last, Page);
            foreach (var chunk in read)
            {
                builder.Add(chunk);
                last = chunk.Chunk;
            }

            more = read.Count == Page;
        }

        return builder.Build();
    }

    /// <summary>Finds the chunks that fit a question best.</summary>
    /// <param name="counts">The question's terms, with how often each is said.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="allowed">Which chunks may be found; null for all.</param>
    /// <param name="also">Chunks whose scores are told in any case.</param>
    public TextMatches Search(IReadOnlyDictionary<string, int> counts, int most, IReadOnlySet<long>? allowed, IEnumerable<long> also)
    {
        var weighed = TextRanking.Weigh(counts, chunks.Length, term => terms.TryGetValue(term, out var postings) ? postings.Count : 0);
        var total = weighed.Sum(term => term.Weight);
        if (total <= 0)
        {
            return TextMatches.None;
        }

        var (scores, covered) = (ArrayPool<double>.Shared.Rent(chunks.Length), ArrayPool<double>.Shared.Rent(chunks.Length));
        Array.Clear(scores, 0, chunks.Length);
        Array.Clear(covered, 0, chunks.Length);
        foreach (var term in weighed)
        {
            var (start, count) = terms[term.Term];
            for (var n = start; n < start + count; n++)
            {
                scores[places[n]] += term.Weight * impacts[n];
                covered[places[n]] += term.Weight;
            }
        }

        var best = Best(scores, most, allowed);
        var told = new Dictionary<long, (double Score, double Coverage)>();
        foreach (var place in best.Concat(also.Select(chunk => Array.BinarySearch(chunks, chunk)).Where(place => place >= 0 && scores[place] > 0)))
        {
            told[chunks[place]] = (scores[place], covered[place] / total);
        }

        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<double>.Shared.Return(covered);
        return new TextMatches([.. best.Select(place => chunks[place])], told);
    }

    /// <summary>The places of the best, best first; of two with the same score the earlier one.</summary>
    private List<int> Best(double[] scores, int most, IReadOnlySet<long>? allowed)
    {
        var best = new PriorityQueue<int, (double Score, int Earlier)>(most + 1);
        for (var place = 0; place < chunks.Length; place++)
        {
            if (scores[place] > 0 && (best.Count < most || (best.TryPeek(out _, out var least) && scores[place] > least.Score)) && allowed?.Contains(chunks[place]) != false)
            {
                best.Enqueue(place, (scores[place], -place));
                if (best.Count > most)
                {
                    best.Dequeue();
                }
            }
        }

        var found = new List<int>(best.Count);
        while (best.TryDequeue(out var place, out _))
        {
            found.Add(place);
        }

        found.Reverse();
        return found;
    }

    /// <summary>Gathers the terms of chunks, which come in the order of their numbers.</summary>
    private sealed class Builder(TextFields fields)
    {
        private readonly List<long> chunks = [];
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<List<(int Place, float Impact)>> postings = [];
        private readonly List<double> frequencies = [];
        private readonly List<int> touched = [];

        public void Add(ChunkTerms chunk)
        {
            var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var (words, each) in fields.Of(chunk))
            {
                foreach (var range in words.AsSpan().Split(' '))
                {
                    var word = words.AsSpan(range);
                    if (word.IsEmpty)
                    {
                        continue;
                    }

                    if (!known.TryGetValue(word, out var number))
                    {
                        known[word] = number = postings.Count;
                        postings.Add([]);
                        frequencies.Add(0);
                    }

                    if (frequencies[number] == 0)
                    {
                        touched.Add(number);
                    }

                    frequencies[number] += each;
                }
            }

            foreach (var number in touched)
            {
                postings[number].Add((chunks.Count, (float)TextRanking.Impact(frequencies[number])));
                frequencies[number] = 0;
            }

            touched.Clear();
            chunks.Add(chunk.Chunk);
        }

        public WordIndex Build()
        {
            var count = postings.Sum(list => list.Count);
            var (places, impacts) = (new int[count], new float[count]);
            var terms = new Dictionary<string, (int Start, int Count)>(numbers.Count, StringComparer.Ordinal);
            var next = 0;
            foreach (var (term, number) in numbers)
            {
                terms[term] = (next, postings[number].Count);
                foreach (var (place, impact) in postings[number])
                {
                    (places[next], impacts[next++]) = (place, impact);
                }
            }

            return new WordIndex([.. chunks], terms, places, impacts);
        }
    }
}
