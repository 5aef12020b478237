using System.Text;
using System.Text.Json;

namespace Holdfast.Safety.Labels;

/// <summary>Tells the words of strangers in a JSON result from the rest, by the names of its members.</summary>
internal static class UntrustedMembers
{
    /// <summary>Whether a result holds any: a result that is no JSON may.</summary>
    public static bool Any(string result, IReadOnlySet<string> members) => Split(result, members) is not { HasUntrusted: false };

    /// <summary>The values of the other members, one a line; null where the result is no JSON.</summary>
    public static string? Without(string result, IReadOnlySet<string> members) => Split(result, members)?.Trusted;

    private static (string Trusted, bool HasUntrusted)? Split(string result, IReadOnlySet<string> members)
    {
        try
        {
            using var document = JsonDocument.Parse(result);
            var text = new StringBuilder();
            var found = Collect(document.RootElement, members, text);
            return (text.ToString(), found);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Collect(JsonElement element, IReadOnlySet<string> members, StringBuilder text)
    {
        var found = false;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    found |= members.Contains(member.Name)
                        ? member.Value.ValueKind != JsonValueKind.Null && !(member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals(""))
                        : Collect(member.Value, members, text);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    found |= Collect(item, members, text);
                }

                break;
            default:
                text.Append(element.ToString()).Append('\n');
                break;
        }

        return found;
    }
}
