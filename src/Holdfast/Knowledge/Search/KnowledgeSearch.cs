using Holdfast.Models;

namespace Holdfast.Knowledge.Search;

/// <summary>Answers questions: by words always, by meaning where there is an embedding model, and by both together.</summary>
internal sealed class KnowledgeSearch
{
    /// <summary>How much a first rank counts more than a later one when rankings are put together: the usual constant of reciprocal rank fusion.</summary>
    private const double Flatness = 60;

    /// <summary>How far down each ranking is looked when they are put together.</summary>
    private const int Depth = 100;

    /// <summary>How long the vector of a question may take: a run waits for it, and words are found without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IKnowledgeStore store;
    private readonly EmbeddingGateway? gateway;
    private readonly int inMemory;
    private readonly LoadedIndexes<WordIndex> words;
    private readonly LoadedIndexes<VectorIndex> vectors;

    /// <param name="store">The store.</param>
    /// <param name="gateway">Makes the vectors; null for words only.</param>
    /// <param name="inMemory">How many chunks a base may have whose words are loaded into memory. Until they are, and in a larger one, the engine's text search looks for candidates.</param>
    public KnowledgeSearch(IKnowledgeStore store, EmbeddingGateway? gateway, int inMemory)
    {
        (this.store, this.gateway, this.inMemory) = (store, gateway, inMemory);
        words = new LoadedIndexes<WordIndex>(id => WordIndex.LoadAsync(store, id));
        vectors = new LoadedIndexes<VectorIndex>(async id => new VectorIndex(await store.ReadVectorsAsync(id, gateway!.Model)));
    }

    public async Task<KnowledgeResults> SearchAsync(KnowledgeBase found, KnowledgeQuery query, ModelMeter meter, CancellationToken cancellationToken)
    {
        var depth = Math.Max(Depth, query.Limit);
        var index = found.Chunks <= inMemory && words.TryGet(found, out var loaded) ? await loaded : null;

        // The engine's text search knows the filter itself.
        var allowed = query.Filter.IsEmpty || (index is null && gateway is null) ? null : await store.ListChunksAsync(found.Id, query.Filter, cancellationToken);
        var (byMeaning, missing) = gateway is null ? ([], null) : await ByMeaningAsync(gateway, found, query, depth, allowed, meter, cancellationToken);
        var counts = TextRanking.Count(query.Text);
        var byText = index?.Search(counts, depth, allowed, byMeaning.Select(hit => hit.Chunk)) ?? await ByEngineAsync(found, counts, query.Filter, depth, cancellationToken);
        var ranked = new Dictionary<long, double>();
        Fuse(ranked, byText.Best);
        Fuse(ranked, byMeaning.Select(hit => hit.Chunk));
        var best = ranked.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(query.Limit).ToList();
        if (best.Count == 0)
        {
            return new KnowledgeResults(found.Version, []) { OnlyWords = missing };
        }

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
            TextScore = byText.Scores.TryGetValue(chunk.Chunk, out var text) ? text.Score : null,
            Coverage = text.Coverage,
            Similarity = similar.TryGetValue(chunk.Chunk, out var similarity) ? similarity : null,
        };
    }

    /// <summary>Loads the words of a base into memory now and not only when it is searched again.</summary>
    public Task LoadAsync(KnowledgeBase found, CancellationToken cancellationToken) => found.Chunks <= inMemory ? words.GetAsync(found, cancellationToken) : Task.CompletedTask;

    private static void Fuse(Dictionary<long, double> ranked, IEnumerable<long> ranking)
    {
        var rank = 1;
        foreach (var chunk in ranking)
        {
            ranked[chunk] = ranked.GetValueOrDefault(chunk) + (1 / (Flatness + rank++));
        }
    }

    private async Task<TextMatches> ByEngineAsync(KnowledgeBase found, Dictionary<string, int> counts, KnowledgeFilter filter, int depth, CancellationToken cancellationToken)
    {
        var ranking = TextRanking.Of(counts, await store.ReadTermsAsync(found.Id, counts.Keys, cancellationToken));
        if (ranking.Terms.Count == 0)
        {
            return TextMatches.None;
        }

        var scores = (await store.FindCandidatesAsync(found.Id, ranking.Terms, filter, cancellationToken)).ToDictionary(chunk => chunk.Chunk, ranking.Score);
        return new TextMatches([.. scores.Where(pair => pair.Value.Score > 0).OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key).Take(depth).Select(pair => pair.Key)], scores);
    }

    private async Task<(IReadOnlyList<(long Chunk, float Similarity)> Hits, string? Missing)> ByMeaningAsync(
        EmbeddingGateway models, KnowledgeBase found, KnowledgeQuery query, int depth, IReadOnlySet<long>? allowed, ModelMeter meter, CancellationToken cancellationToken)
    {
        var model = models.Model;
        var index = await vectors.GetAsync(found, cancellationToken);
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

        return vector.Length == index.Dimensions ? (index.Nearest(vector, depth, allowed), null) : ([], $"{model} makes vectors of another length than it did.");
    }
}
