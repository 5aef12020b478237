using Holdfast.Knowledge;

namespace Holdfast.Testing;

/// <summary>The state of <see cref="MemoryKnowledge"/>. Not safe for concurrent use: its owner locks.</summary>
internal sealed class MemoryBases
{
    private readonly SortedDictionary<(string Tenant, string Name), Base> bases =
        new(Comparer<(string Tenant, string Name)>.Create(static (a, b) =>
            string.CompareOrdinal(a.Tenant, b.Tenant) is var order && order != 0 ? order : string.CompareOrdinal(a.Name, b.Name)));

    private long last;

    public KnowledgeBase Save(string tenant, string name, string? description, DateTimeOffset now)
    {
        if (!bases.TryGetValue((tenant, name), out var found))
        {
            bases[(tenant, name)] = found = new Base(new KnowledgeBase { Id = ++last, Tenant = tenant, Name = name, CreatedAt = now, UpdatedAt = now });
        }

        found.Row = found.Row with { Description = description ?? found.Row.Description };
        return found.Row;
    }

    public KnowledgeBase? Find(string tenant, string name) => bases.GetValueOrDefault((tenant, name))?.Row;

    public IReadOnlyList<KnowledgeBase> List(string tenant) => [.. bases.Where(pair => pair.Key.Tenant == tenant).Select(pair => pair.Value.Row)];

    public void Remove(long id)
    {
        foreach (var key in bases.Where(pair => pair.Value.Row.Id == id).Select(pair => pair.Key).ToList())
        {
            bases.Remove(key);
        }
    }

    public bool Put(long id, StoredDocument document)
    {
        var found = Of(id) ?? throw new HoldfastException("unknown-knowledge-base", "The knowledge base was removed.");
        if (found.Documents.TryGetValue(document.Document.Path, out var old) && old.Document.Document.Hash == document.Document.Hash)
        {
            return false;
        }

        found.Documents[document.Document.Path] = (document, [.. document.Chunks.Select(_ => ++last)]);
        found.Change(document.Document.UpdatedAt);
        return true;
    }

    public bool RemoveDocument(long id, string path, DateTimeOffset now)
    {
        if (Of(id) is not { } found || !found.Documents.Remove(path))
        {
            return false;
        }

        found.Change(now);
        return true;
    }

    public IReadOnlyList<KnowledgeDocument> ListDocuments(long id, string? after, int limit) =>
        [.. Documents(id).Select(pair => pair.Document.Document).Where(d => after is null || string.CompareOrdinal(d.Path, after) > 0).Take(limit)];

    public KnowledgeDocument? FindDocument(long id, string path) => Of(id)?.Documents.TryGetValue(path, out var found) == true ? found.Document.Document : null;

    public string? ReadText(long id, string path) => Of(id)?.Documents.TryGetValue(path, out var found) == true ? found.Document.Text : null;

    public TermStatistics ReadTerms(long id, IReadOnlyCollection<string> terms)
    {
        var wanted = terms.ToHashSet(StringComparer.Ordinal);
        var with = new Dictionary<string, int>(StringComparer.Ordinal);
        var (chunks, titles, headings, bodies) = (0L, 0L, 0L, 0L);
        foreach (var (_, _, chunk) in Chunks(id))
        {
            chunks++;
            titles += Words(chunk.TitleTerms).Length;
            headings += Words(chunk.HeadingTerms).Length;
            bodies += Words(chunk.BodyTerms).Length;
            foreach (var term in Terms(chunk).Where(wanted.Contains))
            {
                with[term] = with.GetValueOrDefault(term) + 1;
            }
        }

        return new TermStatistics(chunks, titles, headings, bodies, with);
    }

    public IReadOnlyList<ChunkTerms> FindCandidates(long id, IReadOnlyCollection<string> terms, KnowledgeFilter filter) =>
    [
        .. Chunks(id).Where(c => filter.Matches(c.Document) && terms.Any(Terms(c.Chunk).Contains))
            .Select(c => new ChunkTerms(c.Number, c.Chunk.TitleTerms, c.Chunk.HeadingTerms, c.Chunk.BodyTerms)),
    ];

    public IReadOnlyList<ChunkTerms> ReadChunkTerms(long id, long after, int limit) =>
    [
        .. Chunks(id).Where(c => c.Number > after).OrderBy(c => c.Number).Take(limit)
            .Select(c => new ChunkTerms(c.Number, c.Chunk.TitleTerms, c.Chunk.HeadingTerms, c.Chunk.BodyTerms)),
    ];

    public IReadOnlySet<long> ListChunks(long id, KnowledgeFilter filter) => Chunks(id).Where(c => filter.Matches(c.Document)).Select(c => c.Number).ToHashSet();

    public IReadOnlyList<FoundChunk> ReadChunks(long id, IReadOnlyCollection<long> chunks) =>
    [
        .. Chunks(id).Where(c => chunks.Contains(c.Number))
            .Select(c => new FoundChunk(c.Number, c.Document.Path, c.Document.Title, c.Chunk.Heading, c.Chunk.Start, c.Chunk.End, c.Chunk.Text)),
    ];

    public IReadOnlyList<EmbeddingInput> ListUnembedded(long id, string model, int limit) =>
    [
        .. Chunks(id).Where(c => !Of(id)!.Vectors.ContainsKey((model, c.Chunk.Hash))).DistinctBy(c => c.Chunk.Hash)
            .Select(c => new EmbeddingInput(c.Chunk.Hash, c.Document.Title, c.Chunk.Heading, c.Chunk.Text)).Take(limit),
    ];

    public void SaveVectors(long id, string model, IReadOnlyList<KeyValuePair<string, float[]>> vectors, DateTimeOffset now)
    {
        if (Of(id) is not { } found)
        {
            return;
        }

        var used = Chunks(id).Select(c => c.Chunk.Hash).ToHashSet(StringComparer.Ordinal);
        foreach (var (hash, vector) in vectors.Where(v => used.Contains(v.Key)))
        {
            found.Vectors[(model, hash)] = vector;
        }

        foreach (var key in found.Vectors.Keys.Where(key => !used.Contains(key.Hash)).ToList())
        {
            found.Vectors.Remove(key);
        }

        found.Change(now);
    }

    public IReadOnlyList<ChunkVector> ReadVectors(long id, string model) =>
        [.. Chunks(id).Where(c => Of(id)!.Vectors.ContainsKey((model, c.Chunk.Hash))).Select(c => new ChunkVector(c.Number, Of(id)!.Vectors[(model, c.Chunk.Hash)]))];

    private static string[] Words(string terms) => terms.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static HashSet<string> Terms(StoredChunk chunk) => [.. Words(chunk.TitleTerms), .. Words(chunk.HeadingTerms), .. Words(chunk.BodyTerms)];

    private Base? Of(long id) => bases.Values.FirstOrDefault(b => b.Row.Id == id);

    private IEnumerable<(StoredDocument Document, long[] Numbers)> Documents(long id) => Of(id)?.Documents.Values ?? Enumerable.Empty<(StoredDocument, long[])>();

    private IEnumerable<(long Number, KnowledgeDocument Document, StoredChunk Chunk)> Chunks(long id) =>
        Documents(id).SelectMany(d => d.Document.Chunks.Zip(d.Numbers, (chunk, number) => (number, d.Document.Document, chunk)));

    private sealed class Base(KnowledgeBase row)
    {
        public KnowledgeBase Row { get; set; } = row;

        public SortedDictionary<string, (StoredDocument Document, long[] Numbers)> Documents { get; } = new(StringComparer.Ordinal);

        public Dictionary<(string Model, string Hash), float[]> Vectors { get; } = [];

        public void Change(DateTimeOffset now) => Row = Row with
        {
            Version = Row.Version + 1,
            Documents = Documents.Count,
            Chunks = Documents.Values.Sum(d => d.Numbers.Length),
            UpdatedAt = now,
        };
    }
}
