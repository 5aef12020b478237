using System.Text.Json;

namespace Holdfast.Json;

/// <summary>One JSON document with the schema resources inside it, by the pointer at which each begins.</summary>
internal sealed class SchemaDocument(JsonElement root, Uri address)
{
    public JsonElement Root { get; } = root;

    public Uri Address { get; } = address;

    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>The place a pointer leads to, or null. Steps into a resource of its own change the base address.</summary>
    public SchemaPosition? Find(string pointer)
    {
        var position = new SchemaPosition(this, Resources[""], "", Root);
        if (pointer.Length == 0)
            return position;
        if (pointer[0] != '/')
            return null;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var token = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (position.Element.ValueKind == JsonValueKind.Object && position.Element.TryGetProperty(token, out var member))
                position = position.Step(token, member);
            else if (position.Element.ValueKind == JsonValueKind.Array && int.TryParse(token, out var index) && index >= 0
                && index < position.Element.GetArrayLength())
                position = position.Step(token, position.Element[index]);
            else
                return null;
        }

        return position;
    }
}
