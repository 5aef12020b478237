namespace Holdfast.Knowledge;

/// <summary>Keeps knowledge bases. Implemented by each engine beside <c>IJournalStore</c>.</summary>
/// <remarks>
/// Safe for concurrent use by any number of processes. Each change is one transaction, seen whole or not at all, and gives the base its next version.
/// A base is found by its tenant and name only; what is asked for by a base's number was found so before.
/// </remarks>
public interface IKnowledgeStore
{
    /// <summary>Makes a base, or changes the description of the one that has the name.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base's name.</param>
    /// <param name="description">What it is about; null keeps what is there.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task<KnowledgeBase> SaveBaseAsync(string tenant, string name, string? description, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Returns a base, or null.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="name">The base's name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<KnowledgeBase?> FindBaseAsync(string tenant, string name, CancellationToken cancellationToken = default);

    /// <summary>Lists the bases of a tenant by name.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<KnowledgeBase>> ListBasesAsync(string tenant, CancellationToken cancellationToken = default);

    /// <summary>Removes a base with all it holds.</summary>
    /// <param name="id">The base.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task RemoveBaseAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Writes a document in place of the one that has its path.</summary>
    /// <param name="id">The base.</param>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>False where the base already holds it with the same hash: then nothing is written and the version stays.</returns>
    /// <exception cref="HoldfastException"><c>unknown-knowledge-base</c>: it was removed.</exception>
    Task<bool> PutDocumentAsync(long id, StoredDocument document, CancellationToken cancellationToken = default);

    /// <summary>Removes a document.</summary>
    /// <param name="id">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>False where there is none.</returns>
    Task<bool> RemoveDocumentAsync(long id, string path, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Lists documents by path, in ordinal order.</summary>
    /// <param name="id">The base.</param>
    /// <param name="after">Only those whose paths come after it; null from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<KnowledgeDocument>> ListDocumentsAsync(long id, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Returns what is listed of a document, or null.</summary>
    /// <param name="id">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<KnowledgeDocument?> FindDocumentAsync(long id, string path, CancellationToken cancellationToken = default);

    /// <summary>Returns the whole text of a document, which the offsets of citations count in; or null.</summary>
    /// <param name="id">The base.</param>
    /// <param name="path">The document's path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<string?> ReadTextAsync(long id, string path, CancellationToken cancellationToken = default);

    /// <summary>Returns how often terms are in a base.</summary>
    /// <param name="id">The base.</param>
    /// <param name="terms">Different terms.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<TermStatistics> ReadTermsAsync(long id, IReadOnlyCollection<string> terms, CancellationToken cancellationToken = default);

    /// <summary>Reads the terms of chunks, in the order of their numbers.</summary>
    /// <param name="id">The base.</param>
    /// <param name="after">Only those with greater numbers; 0 from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<ChunkTerms>> ReadChunkTermsAsync(long id, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Returns the chunks that the engine's own text search ranks highest among those that hold any of the terms.</summary>
    /// <param name="id">The base.</param>
    /// <param name="terms">Different terms, at least one.</param>
    /// <param name="filter">Which documents are looked at.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>In no order that matters, as many as the engine needs to have the best ones among them.</returns>
    Task<IReadOnlyList<ChunkTerms>> FindCandidatesAsync(long id, IReadOnlyCollection<string> terms, KnowledgeFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Returns the numbers of the chunks whose documents a filter lets through.</summary>
    /// <param name="id">The base.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlySet<long>> ListChunksAsync(long id, KnowledgeFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Reads chunks; those that are gone are left out.</summary>
    /// <param name="id">The base.</param>
    /// <param name="chunks">Their numbers.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<FoundChunk>> ReadChunksAsync(long id, IReadOnlyCollection<long> chunks, CancellationToken cancellationToken = default);

    /// <summary>Returns texts of the base that have no vector of a model, each once.</summary>
    /// <param name="id">The base.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<EmbeddingInput>> ListUnembeddedAsync(long id, string model, int limit, CancellationToken cancellationToken = default);

    /// <summary>Keeps vectors by the hashes of their texts. Vectors of texts that are no longer in the base are dropped.</summary>
    /// <param name="id">The base.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="vectors">Hash and vector, of length 1.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task SaveVectorsAsync(long id, string model, IReadOnlyList<KeyValuePair<string, float[]>> vectors, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Reads the vectors of all chunks that have one of a model.</summary>
    /// <param name="id">The base.</param>
    /// <param name="model">The embedding model.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<ChunkVector>> ReadVectorsAsync(long id, string model, CancellationToken cancellationToken = default);
}
