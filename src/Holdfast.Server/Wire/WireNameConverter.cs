using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Server.Wire;

/// <summary>Writes an enumeration by its names on the wire.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class WireNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
