using System.Text.Json;

namespace Holdfast.Json;

/// <summary>A place in a schema document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Resource">The resource whose address is the base of references here.</param>
/// <param name="Pointer">The JSON pointer from the root of the document.</param>
/// <param name="Element">What is there.</param>
internal readonly record struct SchemaPosition(SchemaDocument Document, SchemaResource Resource, string Pointer, JsonElement Element)
{
    private const int LongestPointer = 8_000;

    /// <summary>For messages: <c>#/properties/a</c>, after the address where the document has one of its own.</summary>
    public string Location => (SchemaCompiler.IsNameless(Document.Address) ? "" : Document.Address.OriginalString) + "#" + Pointer;

    public SchemaPosition Step(string token, JsonElement element)
    {
        var pointer = Pointer + "/" + token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        // Each place keeps its pointer, so very deep documents would cost the square of their depth.
        if (pointer.Length > LongestPointer)
            throw InvalidSchema.At(Location, $"it is nested too deeply: its pointer is longer than {LongestPointer} characters");
        return new SchemaPosition(Document, Document.Resources.GetValueOrDefault(pointer, Resource), pointer, element);
    }
}
