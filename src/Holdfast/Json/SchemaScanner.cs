using System.Text.Json;

namespace Holdfast.Json;

/// <summary>Walks a document once, finding resources, anchors and every place that is a schema. What only looks like one, inside <c>enum</c> say, is not.</summary>
internal sealed class SchemaScanner(SchemaDocument document, Func<string, Dialect> dialects)
{
    private readonly Stack<SchemaPosition> _pending = new();

    /// <summary>Fills the document's resources.</summary>
    /// <returns>Every schema of the document.</returns>
    public List<SchemaPosition> Scan()
    {
        var found = new List<SchemaPosition>();
        var root = new SchemaResource(document, document.Address, "", DialectOf(document.Root, Dialect.Default));
        document.Resources[""] = root;
        _pending.Push(new SchemaPosition(document, root, "", document.Root));
        while (_pending.TryPop(out var position))
        {
            if (position.Element.ValueKind == JsonValueKind.Object)
            {
                position = Identify(position);
                PushChildren(position);
            }

            found.Add(position);
        }

        return found;
    }

    private SchemaPosition Identify(SchemaPosition position)
    {
        var schema = position.Element;
        var id = Text(position, "$id");
        if (id is not null && !(position.Resource.Dialect.IsOlder && id.StartsWith('#')))
        {
            if (!Uri.TryCreate(position.Resource.Address, id, out var address))
                throw InvalidSchema.At(position.Location + "/$id", $"{Shown.Quoted(id)} is not a URI reference");
            if (address.Fragment.Length > 1)
                throw InvalidSchema.At(position.Location + "/$id", "an $id has no fragment; use $anchor to name a place inside a document");
            var resource = new SchemaResource(document, address, position.Pointer, DialectOf(schema, position.Resource.Dialect));
            document.Resources[position.Pointer] = resource;
            position = position with { Resource = resource };
        }
        else if (id is { Length: > 1 })
        {
            position.Resource.Anchors[id[1..]] = position.Pointer;
        }

        if (Text(position, "$anchor") is { } anchor)
            AddAnchor(position, "$anchor", anchor);
        if (Text(position, "$dynamicAnchor") is { } dynamic)
        {
            AddAnchor(position, "$dynamicAnchor", dynamic);
            position.Resource.DynamicAnchors.Add(dynamic);
        }

        return position;
    }

    private static void AddAnchor(SchemaPosition position, string keyword, string anchor)
    {
        var known = position.Resource.Anchors.TryAdd(anchor, position.Pointer) ? position.Pointer : position.Resource.Anchors[anchor];
        if (!string.Equals(known, position.Pointer, StringComparison.Ordinal))
            throw InvalidSchema.At($"{position.Location}/{keyword}", $"the anchor {Shown.Quoted(anchor)} is already defined at #{known}");
    }

    private static string? Text(SchemaPosition position, string keyword)
    {
        if (!position.Element.TryGetProperty(keyword, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw InvalidSchema.At($"{position.Location}/{keyword}", $"must be a string; got {Shown.Value(value)}");
    }

    private Dialect DialectOf(JsonElement schema, Dialect inherited) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$schema", out var name) && name.ValueKind == JsonValueKind.String
            ? dialects(name.GetString()!)
            : inherited;

    private void PushChildren(SchemaPosition parent)
    {
        foreach (var property in parent.Element.EnumerateObject())
        {
            var place = parent.Step(property.Name, property.Value);
            switch (property.Name)
            {
                case "items" or "dependencies" when property.Value.ValueKind == JsonValueKind.Array:
                case "allOf" or "anyOf" or "oneOf" or "prefixItems":
                    if (property.Value.ValueKind != JsonValueKind.Array)
                        break;
                    var index = 0;
                    foreach (var item in property.Value.EnumerateArray())
                        Push(place.Step($"{index++}", item));
                    break;
                case "additionalProperties" or "unevaluatedProperties" or "unevaluatedItems" or "items" or "contains" or "not" or "if"
                    or "then" or "else" or "propertyNames" or "contentSchema" or "additionalItems":
                    Push(place);
                    break;
                case "$defs" or "definitions" or "properties" or "patternProperties" or "dependentSchemas" or "dependencies":
                    if (property.Value.ValueKind != JsonValueKind.Object)
                        break;
                    foreach (var member in property.Value.EnumerateObject())
                        Push(place.Step(member.Name, member.Value));
                    break;
            }
        }
    }

    // What is no schema is left to the keyword that reads it, which knows what to say.
    private void Push(SchemaPosition position)
    {
        if (position.Element.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False)
            _pending.Push(position);
    }
}
