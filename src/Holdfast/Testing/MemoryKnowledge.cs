using Holdfast.Knowledge;

namespace Holdfast.Testing;

/// <summary>The knowledge bases of an <see cref="InMemoryStore"/>. Searches look at every chunk.</summary>
internal sealed class MemoryKnowledge : IKnowledgeStore
{
    private readonly Lock gate = new();
    private readonly MemoryBases bases = new();

    public Task<KnowledgeBase> SaveBaseAsync(string tenant, string name, string? description, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Locked(() => bases.Save(tenant, name, description, now), cancellationToken);

    public Task<KnowledgeBase?> FindBaseAsync(string tenant, string name, CancellationToken cancellationToken = default) => Locked(() => bases.Find(tenant, name), cancellationToken);

    public Task<IReadOnlyList<KnowledgeBase>> ListBasesAsync(string tenant, CancellationToken cancellationToken = default) => Locked(() => bases.List(tenant), cancellationToken);

    public Task RemoveBaseAsync(long id, CancellationToken cancellationToken = default) => Locked(
        () =>
        {
            bases.Remove(id);
            return true;
        },
        cancellationToken);

    public Task<bool> PutDocumentAsync(long id, StoredDocument document, CancellationToken cancellationToken = default) => Locked(() => bases.Put(id, document), cancellationToken);

    public Task<bool> RemoveDocumentAsync(long id, string path, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Locked(() => bases.RemoveDocument(id, path, now), cancellationToken);

    public Task<IReadOnlyList<KnowledgeDocument>> ListDocumentsAsync(long id, string? after, int limit, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ListDocuments(id, after, limit), cancellationToken);

    public Task<KnowledgeDocument?> FindDocumentAsync(long id, string path, CancellationToken cancellationToken = default) => Locked(() => bases.FindDocument(id, path), cancellationToken);

    public Task<string?> ReadTextAsync(long id, string path, CancellationToken cancellationToken = default) => Locked(() => bases.ReadText(id, path), cancellationToken);

    public Task<TermStatistics> ReadTermsAsync(long id, IReadOnlyCollection<string> terms, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ReadTerms(id, terms), cancellationToken);

    public Task<IReadOnlyList<ChunkTerms>> ReadChunkTermsAsync(long id, long after, int limit, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ReadChunkTerms(id, after, limit), cancellationToken);

    public Task<IReadOnlyList<ChunkTerms>> FindCandidatesAsync(
        long id, IReadOnlyCollection<string> terms, KnowledgeFilter filter, CancellationToken cancellationToken = default) =>
        Locked(() => bases.FindCandidates(id, terms, filter), cancellationToken);

    public Task<IReadOnlySet<long>> ListChunksAsync(long id, KnowledgeFilter filter, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ListChunks(id, filter), cancellationToken);

    public Task<IReadOnlyList<FoundChunk>> ReadChunksAsync(long id, IReadOnlyCollection<long> chunks, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ReadChunks(id, chunks), cancellationToken);

    public Task<IReadOnlyList<EmbeddingInput>> ListUnembeddedAsync(long id, string model, int limit, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ListUnembedded(id, model, limit), cancellationToken);

    public Task SaveVectorsAsync(
        long id, string model, IReadOnlyList<KeyValuePair<string, float[]>> vectors, DateTimeOffset now, CancellationToken cancellationToken = default) => Locked(
        () =>
        {
            bases.SaveVectors(id, model, vectors, now);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<ChunkVector>> ReadVectorsAsync(long id, string model, CancellationToken cancellationToken = default) =>
        Locked(() => bases.ReadVectors(id, model), cancellationToken);

    private Task<T> Locked<T>(Func<T> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(act());
        }
    }
}
