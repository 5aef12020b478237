using System.Text;
using System.Text.Json;

namespace Holdfast.Json;

/// <summary>Finds the number of a property name by its raw UTF-8, without allocating unless the name is escaped.</summary>
internal sealed class NameTable
{
    private const int LinearLimit = 8;

    private readonly byte[][] _encoded;
    private readonly Dictionary<string, int>? _numbers;

    public NameTable(IReadOnlyList<string> names)
    {
        Names = names;
        _encoded = [.. names.Select(Encoding.UTF8.GetBytes)];
        if (names.Count > LinearLimit)
            _numbers = names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The position of the name in <see cref="Names"/>, or -1.</summary>
    public int Find(JsonProperty property) => Find(JsonText.RawName(property));

    public int Find(ReadOnlySpan<byte> raw)
    {
        if (JsonText.IsEscaped(raw))
            return Find(JsonText.Decode(raw));
        if (_numbers is null)
        {
            for (var i = 0; i < _encoded.Length; i++)
            {
                if (raw.SequenceEqual(_encoded[i]))
                    return i;
            }

            return -1;
        }

        if (raw.Length > JsonText.BufferLength)
            return Find(Encoding.UTF8.GetString(raw));
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        var length = Encoding.UTF8.GetChars(raw, buffer);
        return _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(buffer[..length], out var number) ? number : -1;
    }

    private int Find(string name)
    {
        if (_numbers is not null)
            return _numbers.GetValueOrDefault(name, -1);
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
