using System.Text.Json;
using Holdfast.Json.Keywords;

namespace Holdfast.Json;

/// <summary>Turns documents into schema nodes: each place once, references to the node they lead to. Works off a queue, so that no schema is too deep for it.</summary>
internal sealed class SchemaCompiler(JsonSchemaRegistry registry, bool assertFormats)
{
    private const string NamelessScheme = "schema";
    private readonly Dictionary<(SchemaDocument Document, string Pointer), SchemaNode> _nodes = [];
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Queue<SchemaNode> _unsealed = new();
    private readonly List<DynamicReferenceKeyword> _dynamicReferences = [];

    public bool AssertFormats => assertFormats;

    /// <summary>Whether validation must keep track of the resources it passes through.</summary>
    public bool IsDynamic => _dynamicReferences.Count > 0;

    public static bool IsNameless(Uri address) => address.Scheme == NamelessScheme;

    public SchemaNode CompileDocument(JsonElement schema)
    {
        var nameless = new Uri(NamelessScheme + "://nameless/schema");
        var places = Load(new SchemaDocument(schema, nameless));
        var root = Compile(places[0]);
        foreach (var place in places)
            Compile(place);
        Drain();
        SchemaCycles.Refuse(_nodes.Values);
        return root;
    }

    /// <summary>The node of a place; it is filled later.</summary>
    public SchemaNode Compile(SchemaPosition position)
    {
        if (!_nodes.TryGetValue((position.Document, position.Pointer), out var node))
        {
            node = new SchemaNode(position);
            _nodes.Add((position.Document, position.Pointer), node);
            _unsealed.Enqueue(node);
        }

        return node;
    }

    public void Add(DynamicReferenceKeyword reference) => _dynamicReferences.Add(reference);

    /// <summary>Where a reference leads.</summary>
    /// <param name="from">The schema that holds the reference.</param>
    /// <param name="keyword">The keyword that holds it, for messages.</param>
    /// <param name="reference">The reference as written.</param>
    /// <param name="anchor">The anchor that the reference names, or null where it holds a pointer or no fragment.</param>
    public SchemaPosition Resolve(SchemaPosition from, string keyword, string reference, out string? anchor)
    {
        var location = $"{from.Location}/{keyword}";
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = address.Length == 0 ? from.Resource : FindResource(from.Resource.Address, address, location);
        anchor = fragment.Length > 0 && fragment[0] != '/' ? fragment : null;
        var pointer = resource.Pointer + fragment;
        if (anchor is not null && !resource.Anchors.TryGetValue(anchor, out pointer!))
            throw InvalidSchema.At(location, $"{Shown.Quoted(reference)} leads nowhere: no $anchor {Shown.Quoted(anchor)} there; known: {Shown.List([.. resource.Anchors.Keys, "(none else)"])}");
        return resource.Document.Find(pointer)
            ?? throw InvalidSchema.At(location, $"{Shown.Quoted(reference)} leads nowhere: there is nothing at that pointer");
    }

    private SchemaResource FindResource(Uri from, string address, string location)
    {
        if (!Uri.TryCreate(from, address, out var target))
            throw InvalidSchema.At(location, $"{Shown.Quoted(address)} is not a URI reference");
        var key = JsonSchemaRegistry.Key(target);
        if (_resources.TryGetValue(key, out var resource))
            return resource;
        if (!registry.TryGet(target, out var schema) && !Metaschema.Registry.TryGet(target, out schema))
            throw InvalidSchema.At(location, $"{Shown.Quoted(address)} is neither in this document nor registered, and schemas are never fetched; put it into $defs or register it in a {nameof(JsonSchemaRegistry)}");
        Load(new SchemaDocument(schema, target));
        return _resources[key];
    }

    private List<SchemaPosition> Load(SchemaDocument document)
    {
        var places = new SchemaScanner(document, FindDialect).Scan();
        foreach (var resource in document.Resources.Values)
        {
            var key = JsonSchemaRegistry.Key(resource.Address);
            if (!_resources.TryAdd(key, resource) && _resources[key].Document == document)
                throw InvalidSchema.At($"#{resource.Pointer}/$id", $"the address {Shown.Quoted(key)} is already that of #{_resources[key].Pointer}");
        }

        _resources.TryAdd(JsonSchemaRegistry.Key(document.Address), document.Resources[""]);
        return places;
    }

    private Dialect FindDialect(string metaschema)
    {
        if (metaschema.StartsWith("http://json-schema.org/draft-0", StringComparison.Ordinal) || metaschema.StartsWith("https://json-schema.org/draft/2019-09/", StringComparison.Ordinal)
            || metaschema.StartsWith("http://json-schema.org/schema", StringComparison.Ordinal))
        {
            return Dialect.Older;
        }

        if (!Uri.TryCreate(metaschema, UriKind.Absolute, out var address))
            throw InvalidSchema.At("#/$schema", $"{Shown.Quoted(metaschema)} is not an absolute URI; for this draft write {Metaschema.Address}");
        if (!registry.TryGet(address, out var schema) && !Metaschema.Registry.TryGet(address, out schema))
            throw InvalidSchema.At("#/$schema", $"the dialect {Shown.Quoted(metaschema)} is not known; write {Metaschema.Address}, or register its metaschema");
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$vocabulary", out var vocabularies) || vocabularies.ValueKind != JsonValueKind.Object)
            return Dialect.Default;
        return Dialect.Of(vocabularies.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.ValueKind == JsonValueKind.True, StringComparer.Ordinal), metaschema);
    }

    // Dynamic references can lead into any resource met on the way, and compiling those can bring in further resources.
    private void Drain()
    {
        do
        {
            while (_unsealed.TryDequeue(out var node))
                KeywordReader.Read(this, node);
            foreach (var reference in _dynamicReferences)
            {
                foreach (var resource in _resources.Values.Where(r => r.DynamicAnchors.Contains(reference.Anchor)))
                    reference.Targets[resource] = Compile(resource.Document.Find(resource.Anchors[reference.Anchor])!.Value);
            }
        }
        while (_unsealed.Count > 0);
    }
}
