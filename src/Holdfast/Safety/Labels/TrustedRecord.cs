using System.Text.Json;

namespace Holdfast.Safety.Labels;

/// <summary>An object in a trusted JSON result: what it is called, and the values by which tools know it.</summary>
/// <param name="Values">Its plain members: the name, and the value without case, spacing and punctuation.</param>
/// <param name="Names">The words of its short texts, folded: what a person would call it.</param>
internal sealed record TrustedRecord(List<(string Member, string Value)> Values, HashSet<string> Names)
{
    /// <summary>A longer text describes; it does not name.</summary>
    private const int LongestName = 6;

    private const int ShortestWord = 3;

    /// <summary>The value of a member, or null where there is none.</summary>
    public string? Find(string member)
    {
        foreach (var (name, value) in Values)
        {
            if (name == member)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The records of a JSON text, the members of strangers left out; none where it is no JSON.</summary>
    public static IReadOnlyList<TrustedRecord> In(string json, IReadOnlySet<string>? untrusted)
    {
        var found = new List<TrustedRecord>();
        try
        {
            using var document = JsonDocument.Parse(json);
            Collect(document.RootElement, untrusted, found);
        }
        catch (JsonException)
        {
            found.Clear();
        }

        return found;
    }

    private static void Collect(JsonElement element, IReadOnlySet<string>? untrusted, List<TrustedRecord> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, untrusted, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var values = new List<(string, string)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject().Where(m => untrusted?.Contains(m.Name) is not true))
            {
                if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                {
                    var words = Words.Of(member.Value.ToString());
                    values.Add((member.Name, string.Concat(words)));
                    if (words.Count <= LongestName)
                    {
                        names.UnionWith(words.Where(w => w.Length >= ShortestWord && w.All(char.IsLetter)));
                    }
                }
                else
                {
                    Collect(member.Value, untrusted, found);
                }
            }

            found.Add(new TrustedRecord(values, names));
        }
    }
}
