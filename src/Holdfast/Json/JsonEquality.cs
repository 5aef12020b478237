using System.Text.Json;

namespace Holdfast.Json;

/// <summary>Equality of JSON values as JSON Schema defines it: numbers by value, objects without order, strings by code point.</summary>
/// <remarks>A name that an object holds twice counts with its last value.</remarks>
internal static class JsonEquality
{
    private const int HashDepth = 16;
    private const int EqualityDepth = 512;

    /// <summary>Whether two values are the same.</summary>
    /// <exception cref="InsufficientExecutionStackException">Both values are nested deeper than 512 levels.</exception>
    public static bool AreEqual(JsonElement left, JsonElement right, int depth = 0)
    {
        if (left.ValueKind != right.ValueKind)
            return false;
        if (depth > EqualityDepth)
            throw new InsufficientExecutionStackException();
        return left.ValueKind switch
        {
            JsonValueKind.String => TextEquals(left, right),
            JsonValueKind.Number => JsonNumber.Compare(JsonNumber.Of(left), JsonNumber.Of(right)) == 0,
            JsonValueKind.Array => ArrayEquals(left, right, depth),
            JsonValueKind.Object => ObjectEquals(left, right, depth),
            _ => true,
        };
    }

    /// <summary>A hash that equal values share. Looks 16 levels deep.</summary>
    public static int Hash(JsonElement value, int depth = 0)
    {
        var hash = default(HashCode);
        hash.Add((int)value.ValueKind);
        if (depth >= HashDepth)
            return hash.ToHashCode();
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                hash.Add(JsonText.Value(value), StringComparer.Ordinal);
                break;
            case JsonValueKind.Number:
                hash.Add(JsonNumber.Of(value));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    hash.Add(Hash(item, depth + 1));
                break;
            case JsonValueKind.Object:
                var sum = 0;
                foreach (var (name, member) in Members(value))
                    sum = unchecked(sum + HashCode.Combine(name, Hash(member, depth + 1)));
                hash.Add(sum);
                break;
        }

        return hash.ToHashCode();
    }

    private static bool TextEquals(JsonElement left, JsonElement right)
    {
        var a = JsonText.Raw(left);
        var b = JsonText.Raw(right);
        return a.SequenceEqual(b)
            || ((JsonText.IsEscaped(a) || JsonText.IsEscaped(b)) && string.Equals(JsonText.Decode(a), JsonText.Decode(b), StringComparison.Ordinal));
    }

    private static bool ArrayEquals(JsonElement left, JsonElement right, int depth)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
            return false;
        var others = right.EnumerateArray();
        foreach (var item in left.EnumerateArray())
        {
            others.MoveNext();
            if (!AreEqual(item, others.Current, depth + 1))
                return false;
        }

        return true;
    }

    private static bool ObjectEquals(JsonElement left, JsonElement right, int depth)
    {
        var (a, b) = (Members(left), Members(right));
        if (a.Count != b.Count)
            return false;
        foreach (var (name, member) in a)
        {
            if (!b.TryGetValue(name, out var other) || !AreEqual(member, other, depth + 1))
                return false;
        }

        return true;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
            members[JsonText.Name(property)] = property.Value;
        return members;
    }
}
