using System.Text.Json;

namespace Holdfast.Cli.Knowledge;

/// <summary>Documents and queries to measure with.</summary>
internal sealed record RetrievalData(IReadOnlyList<RetrievalDocument> Documents, IReadOnlyList<RetrievalQuery> Queries)
{
    /// <summary>Reads both files.</summary>
    /// <exception cref="HoldfastException"><c>invalid-data</c>, with the line that is wrong.</exception>
    public static RetrievalData Read(string docs, string queries) => new(
        Lines(docs, "{\"id\":…, \"title\":…, \"text\":…}", line => new RetrievalDocument(Text(line, "id"), line.TryGetProperty("title", out _) ? Text(line, "title") : "", Text(line, "text"))),
        Lines(queries, "{\"id\":…, \"query\":…, \"relevant\":[…]}", line => new RetrievalQuery(
            Text(line, "id"), Text(line, "query"), line.GetProperty("relevant").EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal))));

    private static List<T> Lines<T>(string file, string form, Func<JsonElement, T> read)
    {
        var found = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                found.Add(read(JsonElement.Parse(line)));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new HoldfastException("invalid-data", $"{SafeText.Line(file, 300)}, line {number}, is not of the form {form}.", e);
            }
        }

        return found;
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);
}
