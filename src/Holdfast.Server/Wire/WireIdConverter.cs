using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Server.Wire;

/// <summary>Writes ids as everywhere on the wire.</summary>
internal sealed class WireIdConverter : JsonConverter<Guid>
{
    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Guid.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("This is not an id.");

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WriteStringValue(WireId.Of(value));
}
