using System.Globalization;
using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Safety.Policy;

/// <summary>What a call does, as a number: the same however its arguments are ordered and spelt, and whatever texts for people go with it.</summary>
internal struct CallDigest
{
    private ulong hash;

    /// <summary>The digest of a call; never 0. The same in every process.</summary>
    /// <param name="tool">The tool, or null where it is no longer known: then every argument counts.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">The arguments.</param>
    public static long Of(ToolTraits? tool, string name, JsonElement arguments)
    {
        var digest = new CallDigest { hash = 14695981039346656037UL };
        digest.Add(name);
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            // A tool that takes nothing but texts for people does what they say.
            var decisive = tool is null ? [] : arguments.EnumerateObject().Where(a => !tool.IsContent(a.Name) && a.Value.ValueKind != JsonValueKind.Null).ToList();
            digest.AddMembers(decisive.Count > 0 ? decisive : arguments.EnumerateObject());
        }

        return unchecked((long)(digest.hash | 1));
    }

    private void AddMembers(IEnumerable<JsonProperty> members)
    {
        foreach (var member in members.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Add(member.Name);
                AddValue(member.Value);
            }
        }
    }

    private void AddValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddMembers(value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    AddValue(item);
                }

                break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                Add(number.ToString("G29", CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                Add(Provenance.TryReadMoment(text, out var day, out var clock) ? string.Create(CultureInfo.InvariantCulture, $"{day:o} {clock:o}") : Words.Compact(text));
                break;
            default:
                Add(value.GetRawText());
                break;
        }
    }

    private void Add(string text)
    {
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        hash = unchecked((hash ^ 0x1F) * 1099511628211UL);
    }
}
