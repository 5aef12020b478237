using System.Data.Common;
using System.Runtime.InteropServices;
using Holdfast.Journal;
using Holdfast.Knowledge;

namespace Holdfast.Storage.Knowledge;

/// <summary>How knowledge is written into columns and read from them.</summary>
internal static class KnowledgeRows
{
    public const string BaseColumns = "SELECT no, tenant, name, description, version, documents, chunks, created_at, updated_at FROM knowledge_bases ";

    public const string DocumentColumns = "SELECT path, title, hash, media_type, characters, chunks, tags, metadata, updated_at FROM knowledge_documents ";

    public static KnowledgeBase ReadBase(DbDataReader reader, Dialect dialect) => new()
    {
        Id = reader.GetInt64(0),
        Tenant = reader.GetString(1),
        Name = reader.GetString(2),
        Description = reader.GetString(3),
        Version = reader.GetInt64(4),
        Documents = reader.GetInt32(5),
        Chunks = reader.GetInt32(6),
        CreatedAt = HashChain.FromMicroseconds(reader.GetInt64(7)),
        UpdatedAt = HashChain.FromMicroseconds(reader.GetInt64(8)),
    };

    public static KnowledgeDocument ReadDocument(DbDataReader reader, Dialect dialect) => new()
    {
        Path = reader.GetString(0),
        Title = reader.GetString(1),
        Hash = reader.GetString(2),
        MediaType = reader.GetString(3),
        Characters = reader.GetInt32(4),
        Chunks = reader.GetInt32(5),
        Tags = reader.GetString(6).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Metadata = reader.GetString(7).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
        UpdatedAt = HashChain.FromMicroseconds(reader.GetInt64(8)),
    };

    public static FoundChunk ReadChunk(DbDataReader reader, Dialect dialect) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetString(6));

    public static ChunkTerms ReadTerms(DbDataReader reader, Dialect dialect) => new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));

    /// <summary>Tags with a space around each, so that each is found whole.</summary>
    public static string Tags(IEnumerable<string> tags) => string.Concat(tags.Select(tag => tag + " ")) is { Length: > 0 } text ? " " + text : "";

    /// <summary>Metadata with a line for each value and a line feed around it.</summary>
    public static string Metadata(IEnumerable<KeyValuePair<string, string>> metadata) =>
        string.Concat(metadata.Select(pair => $"{pair.Key}={pair.Value}\n")) is { Length: > 0 } text ? "\n" + text : "";

    public static byte[] Bytes(float[] vector) => MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();

    public static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    /// <summary>A condition on chunks <c>c</c> by their documents, whose arguments are added; empty where the filter lets everything through.</summary>
    public static string Condition(KnowledgeFilter filter, List<object?> arguments)
    {
        if (filter.IsEmpty)
        {
            return "";
        }

        var conditions = new List<string> { "d.base = $1" };
        if (!string.IsNullOrEmpty(filter.Path))
        {
            conditions.Add(Next("substr(d.path, 1, length({0})) = {0}", filter.Path));
        }

        conditions.AddRange(filter.Tags.Select(tag => Next("replace(d.tags, {0}, '') <> d.tags", $" {tag} ")));
        conditions.AddRange(filter.Metadata.Select(pair => Next("replace(d.metadata, {0}, '') <> d.metadata", $"\n{pair.Key}={pair.Value}\n")));
        return $"IN (SELECT k.no FROM knowledge_chunks k JOIN knowledge_documents d ON d.no = k.document WHERE {string.Join(" AND ", conditions)})";

        string Next(string condition, string value)
        {
            arguments.Add(value);
            return string.Format(condition, "$" + arguments.Count);
        }
    }
}
