using System.Collections.Frozen;

namespace Holdfast.Json;

/// <summary>A format that can be asserted, with an example for messages.</summary>
internal sealed class SchemaFormat(string name, string example, SchemaFormat.Matcher matcher)
{
    private static readonly FrozenDictionary<string, SchemaFormat> Known = new SchemaFormat[]
    {
        new("date-time", "2025-03-01T09:00:00Z", TimeFormats.IsDateTime),
        new("date", "2025-03-01", TimeFormats.IsDate),
        new("time", "09:00:00Z", TimeFormats.IsTime),
        new("duration", "PT1H30M", TimeFormats.IsDuration),
        new("email", "ada@example.com", AddressFormats.IsEmail),
        new("idn-email", "ada@example.com", AddressFormats.IsEmail),
        new("hostname", "www.example.com", AddressFormats.IsHostname),
        new("ipv4", "192.0.2.1", AddressFormats.IsIPv4),
        new("ipv6", "2001:db8::1", AddressFormats.IsIPv6),
        new("uri", "https://example.com/a", AddressFormats.IsUri),
        new("uri-reference", "/a?b=c", AddressFormats.IsUriReference),
        new("uuid", "0f8fad5b-d9cb-469f-a165-70867728950e", TextFormats.IsUuid),
        new("json-pointer", "/a/0", TextFormats.IsJsonPointer),
        new("regex", "^[a-z]+$", TextFormats.IsRegex),
    }.ToFrozenDictionary(format => format.Name, StringComparer.Ordinal);

    public delegate bool Matcher(ReadOnlySpan<char> text);

    public string Name => name;

    public string Example => example;

    public static SchemaFormat? Find(string name) => Known.GetValueOrDefault(name);

    public bool IsMatch(ReadOnlySpan<char> text) => matcher(text);
}
