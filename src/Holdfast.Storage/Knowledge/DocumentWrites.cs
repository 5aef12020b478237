using Holdfast.Journal;
using Holdfast.Knowledge;

namespace Holdfast.Storage.Knowledge;

/// <summary>Writes and removes documents with their chunks and the counts of their terms, in one transaction.</summary>
internal static class DocumentWrites
{
    /// <summary>How many rows one statement writes.</summary>
    private const int Rows = 100;

    // Whoever changes a base waits here for whoever else does, so that counts and versions are never lost.
    private const string Lock = "UPDATE knowledge_bases SET version = version WHERE no = $1";

    private const string Change = """
        UPDATE knowledge_bases SET version = version + 1, updated_at = $2, documents = documents + $3, chunks = chunks + $4,
            title_terms = title_terms + $5, heading_terms = heading_terms + $6, body_terms = body_terms + $7
        WHERE no = $1
        """;

    private const string Insertion = """
        INSERT INTO knowledge_documents (base, updated_at, characters, chunks, path, title, hash, media_type, tags, metadata, text)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING no
        """;

    public static async Task<bool> LockAsync(DatabaseWrite write, long id) => await write.ExecuteAsync(Lock, [id]) > 0;

    public static Task BumpAsync(DatabaseWrite write, long id, DateTimeOffset now) =>
        write.ExecuteAsync("UPDATE knowledge_bases SET version = version + 1, updated_at = $2 WHERE no = $1", [id, HashChain.ToMicroseconds(now)]);

    public static async Task<bool> PutAsync(DatabaseWrite write, long id, StoredDocument document)
    {
        if (!await LockAsync(write, id))
        {
            throw new HoldfastException("unknown-knowledge-base", "The knowledge base was removed meanwhile. Make it again, then add the document.");
        }

        var row = document.Document;
        var old = await FindAsync(write, id, row.Path);
        if (old?.Hash == row.Hash)
        {
            return false;
        }

        var counts = new TermCounts();
        if (old is { } before)
        {
            await DropAsync(write, before.Number, counts);
        }

        var number = (await write.QueryAsync(
            Insertion,
            [
                id, HashChain.ToMicroseconds(row.UpdatedAt), row.Characters, row.Chunks, row.Path, row.Title, row.Hash, row.MediaType,
                KnowledgeRows.Tags(row.Tags), KnowledgeRows.Metadata(row.Metadata), document.Text,
            ],
            static (reader, _) => reader.GetInt64(0)))[0];
        foreach (var chunks in document.Chunks.Chunk(Rows))
        {
            List<object?> arguments = [id, number, $"b{id}"];
            var values = chunks.Select(chunk =>
            {
                counts.Add(1, chunk.TitleTerms, chunk.HeadingTerms, chunk.BodyTerms);
                arguments.AddRange([chunk.Start, chunk.End, chunk.Heading, chunk.Text, chunk.Hash, chunk.TitleTerms, chunk.HeadingTerms, chunk.BodyTerms]);
                return $"($1, $2, $3, {string.Join(", ", Enumerable.Range(arguments.Count - 7, 8).Select(n => "$" + n))})";
            }).ToList();
            await write.ExecuteAsync(
                $"INSERT INTO knowledge_chunks (base, document, base_key, start_at, end_at, heading, text, hash, title_terms, heading_terms, body_terms) VALUES {string.Join(", ", values)}",
                arguments);
        }

        await FinishAsync(write, id, counts, old is null ? 1 : 0, row.UpdatedAt);
        return true;
    }

    public static async Task<bool> RemoveAsync(DatabaseWrite write, long id, string path, DateTimeOffset now)
    {
        if (!await LockAsync(write, id) || await FindAsync(write, id, path) is not { } found)
        {
            return false;
        }

        var counts = new TermCounts();
        await DropAsync(write, found.Number, counts);
        await FinishAsync(write, id, counts, -1, now);
        return true;
    }

    private static async Task<(long Number, string Hash)?> FindAsync(DatabaseWrite write, long id, string path)
    {
        var found = await write.QueryAsync(
            "SELECT no, hash FROM knowledge_documents WHERE base = $1 AND path = $2", [id, path], static (reader, _) => (reader.GetInt64(0), reader.GetString(1)));
        return found.Count == 0 ? null : found[0];
    }

    private static async Task DropAsync(DatabaseWrite write, long document, TermCounts counts)
    {
        foreach (var (title, heading, body) in await write.QueryAsync(
            "SELECT title_terms, heading_terms, body_terms FROM knowledge_chunks WHERE document = $1",
            [document],
            static (reader, _) => (reader.GetString(0), reader.GetString(1), reader.GetString(2))))
        {
            counts.Add(-1, title, heading, body);
        }

        await write.ExecuteAsync("DELETE FROM knowledge_chunks WHERE document = $1", [document]);
        await write.ExecuteAsync("DELETE FROM knowledge_documents WHERE no = $1", [document]);
    }

    private static async Task FinishAsync(DatabaseWrite write, long id, TermCounts counts, int documents, DateTimeOffset now)
    {
        foreach (var terms in counts.Changed.Chunk(Rows))
        {
            List<object?> arguments = [id];
            var values = terms.Select(pair =>
            {
                arguments.AddRange([pair.Key, pair.Value]);
                return $"($1, ${arguments.Count - 1}, ${arguments.Count})";
            }).ToList();
            await write.ExecuteAsync(
                $"INSERT INTO knowledge_terms (base, term, chunks) VALUES {string.Join(", ", values)} ON CONFLICT (base, term) DO UPDATE SET chunks = knowledge_terms.chunks + excluded.chunks",
                arguments);
        }

        if (counts.Changed.Any(static pair => pair.Value < 0))
        {
            await write.ExecuteAsync("DELETE FROM knowledge_terms WHERE base = $1 AND chunks <= 0", [id]);
        }

        await write.ExecuteAsync(Change, [id, HashChain.ToMicroseconds(now), documents, counts.Chunks, counts.Title, counts.Heading, counts.Body]);
    }
}
