using Holdfast.Models;

namespace Holdfast.Knowledge.Search;

/// <summary>Answers questions: by words always, by meaning where there is an embedding model, and by both together.</summary>
internal sealed class KnowledgeSearch(IKnowledgeStore store, EmbeddingGateway? gateway)
{
    /// <summary>How much a first rank counts more than a later one when rankings are put together: the usual constant of reciprocal rank fusion.</summary>
    private const double Flatness = 60;

    /// <summary>How far down each ranking is looked when they are put together.</summary>
    private const int Depth = 100;

    /// <summary>How long the vector of a question may take: a run waits for it, and words are found without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly VectorIndexes indexes = new(store);

    public async Task<KnowledgeResults> SearchAsync(KnowledgeBase found, KnowledgeQuery query, ModelMeter meter, CancellationToken cancellationToken)
    {
        var depth = Math.Max(Depth, query.Limit);
        var byText = await ByTextAsync(found, query, cancellationToken);
        var (byMeaning, missing) = gateway is null ? ([], null) : await ByMeaningAsync(gateway, found, query, depth, meter, cancellationToken);
        var ranked = new Dictionary<long, double>();
        Fuse(ranked, byText.Take(depth).Select(hit => hit.Chunk));
        Fuse(ranked, byMeaning.Select(hit => hit.Chunk));
        var best = ranked.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(query.Limit).ToList();
        if (best.Count == 0)
        {
            return new KnowledgeResults(found.Version, []) { OnlyWords = missing };
        }

        var texts = byText.ToDictionary(hit => hit.Chunk);
        var similar = byMeaning.ToDictionary(hit => hit.Chunk, hit => hit.Similarity);
        var chunks = (await store.ReadChunksAsync(found.Id, [.. best.Select(pair => pair.Key)], cancellationToken)).ToDictionary(chunk => chunk.Chunk);
        return new KnowledgeResults(found.Version, [.. best.Where(pair => chunks.ContainsKey(pair.Key)).Select(pair => Hit(chunks[pair.Key], pair.Value))]) { OnlyWords = missing };

        KnowledgeHit Hit(FoundChunk chunk, double score) => new()
        {
            Path = chunk.Path,
            Title = chunk.Title,
            Heading = chunk.Heading,
            Start = chunk.Start,
            End = chunk.End,
            Text = chunk.Text,
            Score = score,
            TextScore = texts.TryGetValue(chunk.Chunk, out var text) ? text.Score : null,
            Coverage = texts.TryGetValue(chunk.Chunk, out text) ? text.Coverage : 0,
            Similarity = similar.TryGetValue(chunk.Chunk, out var similarity) ? similarity : null,
        };
    }

    private static void Fuse(Dictionary<long, double> ranked, IEnumerable<long> ranking)
    {
        var rank = 1;
        foreach (var chunk in ranking)
        {
            ranked[chunk] = ranked.GetValueOrDefault(chunk) + (1 / (Flatness + rank++));
        }
    }

    private async Task<List<(long Chunk, double Score, double Coverage)>> ByTextAsync(KnowledgeBase found, KnowledgeQuery query, CancellationToken cancellationToken)
    {
        var counts = TextRanking.Count(query.Text);
        var ranking = TextRanking.Of(counts, await store.ReadTermsAsync(found.Id, counts.Keys, cancellationToken));
        if (ranking.Terms.Count == 0)
        {
            return [];
        }

        var candidates = await store.FindCandidatesAsync(found.Id, ranking.Terms, query.Filter, cancellationToken);
        return
        [
            .. candidates.Select(candidate =>
            {
                var (score, coverage) = ranking.Score(candidate);
                return (candidate.Chunk, Score: score, Coverage: coverage);
            }).Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Chunk),
        ];
    }

    private async Task<(IReadOnlyList<(long Chunk, float Similarity)> Hits, string? Missing)> ByMeaningAsync(
        EmbeddingGateway models, KnowledgeBase found, KnowledgeQuery query, int depth, ModelMeter meter, CancellationToken cancellationToken)
    {
        var model = models.Model;
        var index = await indexes.GetAsync(found, model, cancellationToken);
        if (index.Dimensions == 0)
        {
            return ([], null);
        }

        var outcome = await models.EmbedAsync(new EmbeddingCall([query.Text], meter.Budget, Patience), cancellationToken);
        meter.Add(outcome.Attempts);
        if (outcome.Vectors is not [var vector])
        {
            // Words are found without the model, too.
            cancellationToken.ThrowIfCancellationRequested();
            return ([], $"{model} made no vector of the question: {outcome.Message}");
        }

        var allowed = query.Filter.IsEmpty ? null : await store.ListChunksAsync(found.Id, query.Filter, cancellationToken);
        return vector.Length == index.Dimensions ? (index.Nearest(vector, depth, allowed), null) : ([], $"{model} makes vectors of another length than it did.");
    }
}
