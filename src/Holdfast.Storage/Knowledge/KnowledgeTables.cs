using Holdfast.Journal;
using Holdfast.Knowledge;

namespace Holdfast.Storage.Knowledge;

/// <summary>Keeps knowledge bases, the same on both engines but for the text search.</summary>
internal sealed class KnowledgeTables(Database database) : IKnowledgeStore
{
    private const string Creation = """
        INSERT INTO knowledge_bases (created_at, updated_at, version, title_terms, heading_terms, body_terms, documents, chunks, tenant, name, description)
        VALUES ($1, $1, 0, 0, 0, 0, 0, 0, $2, $3, $4) ON CONFLICT (tenant, name) DO NOTHING
        """;

    // The numbers are sorted alone: sorting rows with their terms takes longer than reading them.
    private const string TermsPage = """
        SELECT no, title_terms, heading_terms, body_terms FROM knowledge_chunks
        WHERE no IN (SELECT no FROM knowledge_chunks WHERE base = $1 AND no > $2 ORDER BY no LIMIT $3) ORDER BY no
        """;

    private const string Unembedded = """
        SELECT c.hash, min(d.title), min(c.heading), min(c.text) FROM knowledge_chunks c JOIN knowledge_documents d ON d.no = c.document
        WHERE c.base = $1 AND NOT EXISTS (SELECT 1 FROM knowledge_vectors v WHERE v.base = $1 AND v.model = $2 AND v.hash = c.hash)
        GROUP BY c.hash ORDER BY c.hash LIMIT $3
        """;

    private const string Vectors = """
        SELECT c.no, v.vector FROM knowledge_chunks c JOIN knowledge_vectors v ON v.base = c.base AND v.hash = c.hash
        WHERE c.base = $1 AND v.model = $2 ORDER BY c.no
        """;

    private const string VectorWrite = """
        INSERT INTO knowledge_vectors (base, model, hash, vector) VALUES ($1, $2, $3, $4)
        ON CONFLICT (base, model, hash) DO UPDATE SET vector = excluded.vector
        """;

    private const string UnusedVectors = """
        DELETE FROM knowledge_vectors WHERE base = $1
            AND NOT EXISTS (SELECT 1 FROM knowledge_chunks c WHERE c.base = $1 AND c.hash = knowledge_vectors.hash)
        """;

    public Task<KnowledgeBase> SaveBaseAsync(string tenant, string name, string? description, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync(Creation, [HashChain.ToMicroseconds(now), tenant, name, description ?? ""]);
                if (description is not null)
                {
                    await write.ExecuteAsync("UPDATE knowledge_bases SET description = $3 WHERE tenant = $1 AND name = $2", [tenant, name, description]);
                }

                return (await write.QueryAsync(KnowledgeRows.BaseColumns + "WHERE tenant = $1 AND name = $2", [tenant, name], KnowledgeRows.ReadBase))[0];
            },
            cancellationToken);

    public async Task<KnowledgeBase?> FindBaseAsync(string tenant, string name, CancellationToken cancellationToken = default) =>
        (await database.QueryAsync(KnowledgeRows.BaseColumns + "WHERE tenant = $1 AND name = $2", [tenant, name], KnowledgeRows.ReadBase, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<KnowledgeBase>> ListBasesAsync(string tenant, CancellationToken cancellationToken = default) =>
        await database.QueryAsync(KnowledgeRows.BaseColumns + "WHERE tenant = $1 ORDER BY name", [tenant], KnowledgeRows.ReadBase, cancellationToken);

    public Task RemoveBaseAsync(long id, CancellationToken cancellationToken = default) => database.WriteAsync(
        async write =>
        {
            await DocumentWrites.LockAsync(write, id);
            foreach (var table in (string[])["knowledge_vectors", "knowledge_terms", "knowledge_chunks", "knowledge_documents"])
            {
                await write.ExecuteAsync($"DELETE FROM {table} WHERE base = $1", [id]);
            }

            return await write.ExecuteAsync("DELETE FROM knowledge_bases WHERE no = $1", [id]);
        },
        cancellationToken);

    public Task<bool> PutDocumentAsync(long id, StoredDocument document, CancellationToken cancellationToken = default) =>
        database.WriteAsync(write => DocumentWrites.PutAsync(write, id, document), cancellationToken);

    public Task<bool> RemoveDocumentAsync(long id, string path, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(write => DocumentWrites.RemoveAsync(write, id, path, now), cancellationToken);

    public async Task<IReadOnlyList<KnowledgeDocument>> ListDocumentsAsync(long id, string? after, int limit, CancellationToken cancellationToken = default) =>
        await database.QueryAsync(
            KnowledgeRows.DocumentColumns + "WHERE base = $1 AND path > $2 ORDER BY path LIMIT $3", [id, after ?? "", limit], KnowledgeRows.ReadDocument, cancellationToken);

    public async Task<KnowledgeDocument?> FindDocumentAsync(long id, string path, CancellationToken cancellationToken = default) =>
        (await database.QueryAsync(KnowledgeRows.DocumentColumns + "WHERE base = $1 AND path = $2", [id, path], KnowledgeRows.ReadDocument, cancellationToken)).SingleOrDefault();

    public async Task<string?> ReadTextAsync(long id, string path, CancellationToken cancellationToken = default) =>
        (await database.QueryAsync(
            "SELECT text FROM knowledge_documents WHERE base = $1 AND path = $2", [id, path], static (reader, _) => reader.GetString(0), cancellationToken)).SingleOrDefault();

    public async Task<TermStatistics> ReadTermsAsync(long id, IReadOnlyCollection<string> terms, CancellationToken cancellationToken = default)
    {
        var sums = (await database.QueryAsync(
            "SELECT chunks, title_terms, heading_terms, body_terms FROM knowledge_bases WHERE no = $1",
            [id],
            static (reader, _) => (Chunks: (long)reader.GetInt32(0), Title: reader.GetInt64(1), Heading: reader.GetInt64(2), Body: reader.GetInt64(3)),
            cancellationToken)).SingleOrDefault();
        var with = terms.Count == 0 ? [] : await database.QueryAsync(
            $"SELECT term, chunks FROM knowledge_terms WHERE base = $1 AND term IN ({Places(terms.Count)})",
            [id, .. terms],
            static (reader, _) => (Term: reader.GetString(0), Chunks: reader.GetInt32(1)),
            cancellationToken);
        return new TermStatistics(sums.Chunks, sums.Title, sums.Heading, sums.Body, with.ToDictionary(pair => pair.Term, pair => pair.Chunks, StringComparer.Ordinal));
    }

    public async Task<IReadOnlyList<ChunkTerms>> FindCandidatesAsync(
        long id, IReadOnlyCollection<string> terms, KnowledgeFilter filter, CancellationToken cancellationToken = default)
    {
        List<object?> arguments = [id, database.Dialect.ChunkQuery(id, terms)];
        var condition = KnowledgeRows.Condition(filter, arguments);
        return await database.QueryAsync(
            database.Dialect.ChunkSearch(condition),
            arguments,
            KnowledgeRows.ReadTerms,
            cancellationToken);
    }

    public async Task<IReadOnlyList<ChunkTerms>> ReadChunkTermsAsync(long id, long after, int limit, CancellationToken cancellationToken = default) =>
        await database.QueryAsync(
            TermsPage,
            [id, after, limit],
            KnowledgeRows.ReadTerms,
            cancellationToken);

    public async Task<IReadOnlySet<long>> ListChunksAsync(long id, KnowledgeFilter filter, CancellationToken cancellationToken = default)
    {
        List<object?> arguments = [id];
        var condition = KnowledgeRows.Condition(filter, arguments);
        return (await database.QueryAsync(
            $"SELECT c.no FROM knowledge_chunks c WHERE c.base = $1 {(condition.Length == 0 ? "" : "AND c.no " + condition)}",
            arguments,
            static (reader, _) => reader.GetInt64(0),
            cancellationToken)).ToHashSet();
    }

    public async Task<IReadOnlyList<FoundChunk>> ReadChunksAsync(long id, IReadOnlyCollection<long> chunks, CancellationToken cancellationToken = default) =>
        chunks.Count == 0 ? [] : await database.QueryAsync(
            $"""
            SELECT c.no, d.path, d.title, c.heading, c.start_at, c.end_at, c.text FROM knowledge_chunks c JOIN knowledge_documents d ON d.no = c.document
            WHERE c.base = $1 AND c.no IN ({Places(chunks.Count)})
            """,
            [id, .. chunks],
            KnowledgeRows.ReadChunk,
            cancellationToken);

    public async Task<IReadOnlyList<EmbeddingInput>> ListUnembeddedAsync(long id, string model, int limit, CancellationToken cancellationToken = default) =>
        await database.QueryAsync(
            Unembedded,
            [id, model, limit],
            static (reader, _) => new EmbeddingInput(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)),
            cancellationToken);

    public Task SaveVectorsAsync(
        long id, string model, IReadOnlyList<KeyValuePair<string, float[]>> vectors, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async write =>
            {
                if (!await DocumentWrites.LockAsync(write, id))
                {
                    return false;
                }

                foreach (var (hash, vector) in vectors)
                {
                    await write.ExecuteAsync(VectorWrite, [id, model, hash, KnowledgeRows.Bytes(vector)]);
                }

                await write.ExecuteAsync(UnusedVectors, [id]);
                await DocumentWrites.BumpAsync(write, id, now);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<ChunkVector>> ReadVectorsAsync(long id, string model, CancellationToken cancellationToken = default) =>
        await database.QueryAsync(
            Vectors,
            [id, model],
            static (reader, _) => new ChunkVector(reader.GetInt64(0), KnowledgeRows.Floats(reader.GetFieldValue<byte[]>(1))),
            cancellationToken);

    /// <summary>So many place holders, from $2 on.</summary>
    private static string Places(int count) => string.Join(", ", Enumerable.Range(2, count).Select(n => "$" + n));
}
