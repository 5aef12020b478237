namespace Holdfast.Json;

/// <summary>A schema with an address of its own, and the anchors in it.</summary>
internal sealed class SchemaResource(SchemaDocument document, Uri address, string pointer, Dialect dialect)
{
    public SchemaDocument Document { get; } = document;

    public Uri Address { get; } = address;

    public string Pointer { get; } = pointer;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Pointers from the document's root, by anchor; dynamic anchors are in here too.</summary>
    public Dictionary<string, string> Anchors { get; } = new(StringComparer.Ordinal);

    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
