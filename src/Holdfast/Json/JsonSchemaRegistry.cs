using System.Collections.Concurrent;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>The schema documents that <c>$ref</c> may point to. Schemas are never fetched: what is not here does not resolve.</summary>
/// <remarks>The JSON Schema 2020-12 metaschema and its vocabularies are always present. Safe to use from several threads.</remarks>
public sealed class JsonSchemaRegistry
{
    private readonly ConcurrentDictionary<string, JsonElement> _documents = new(StringComparer.Ordinal);

    /// <summary>Adds a document under its address and, where it has a <c>$id</c>, under that address too.</summary>
    /// <param name="address">The absolute URI that references use, without a fragment.</param>
    /// <param name="schema">The document; it is copied.</param>
    /// <returns>This registry, for chaining.</returns>
    /// <exception cref="ArgumentException">The address is not an absolute URI, or has a fragment.</exception>
    /// <exception cref="HoldfastException"><c>invalid-schema</c>: the address is taken by a different document.</exception>
    public JsonSchemaRegistry Register(string address, JsonElement schema)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Fragment.Length > 1)
            throw new ArgumentException($"\"{address}\" is not an absolute URI without a fragment, such as https://example.com/order.json.", nameof(address));
        var copy = schema.Clone();
        Add(uri, copy);
        if (copy.ValueKind == JsonValueKind.Object && copy.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String
            && Uri.TryCreate(uri, id.GetString(), out var named) && named.Fragment.Length <= 1)
        {
            Add(named, copy);
        }

        return this;
    }

    internal bool TryGet(Uri address, out JsonElement schema) => _documents.TryGetValue(Key(address), out schema);

    internal static string Key(Uri address)
    {
        var text = address.AbsoluteUri;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? text : text[..hash];
    }

    private void Add(Uri address, JsonElement schema)
    {
        var known = _documents.GetOrAdd(Key(address), schema);
        if (!JsonEquality.AreEqual(known, schema))
            throw InvalidSchema.At(address.OriginalString, "this address is registered for a different document; use another $id");
    }
}
