using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>Reads refusals that a tool gives as plain text: that they are refusals, and the moments they offer instead.</summary>
internal static class RefusalText
{
    private static readonly FrozenSet<string> Signs = FrozenSet.ToFrozenSet(
        ["taken", "not", "no", "cannot", "can't", "refused", "unknown", "outside", "failed", "error", "must", "invalid", "denied", "unavailable", "instead", "nothing", "nobody", "too", "already", "past", "could", "choose"]);

    /// <summary>Whether a text without structure reads like a refusal.</summary>
    public static bool IsRefusal(string text) => ToolWords(text).Any(Signs.Contains);

    /// <summary>The ISO 8601 date-times in a text, each with the name that stands before it: "with Mara Lindner (2026-11-24T16:00)".</summary>
    public static List<JsonElement> Offers(string text)
    {
        var found = new List<JsonElement>();
        var bound = Math.Min(text.Length, TokenText.Limit);
        for (var index = 0; index + 16 <= bound && found.Count < 50; index++)
        {
            if (text[index + 10] != 'T' || !char.IsAsciiDigit(text[index]) || (index > 0 && char.IsLetterOrDigit(text[index - 1])))
            {
                continue;
            }

            var end = index + 16;
            while (end < bound && end < index + 25 && (char.IsAsciiDigit(text[end]) || text[end] is ':' or '+' or '-' or 'Z'))
            {
                end++;
            }

            if (DateTimeOffset.TryParse(text.AsSpan(index, end - index), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            {
                found.Add(Offer(text[index..end], NameBefore(text, index)));
                index = end;
            }
        }

        return found;
    }

    /// <summary>Takes the machine-readable moments in parentheses out of a text for people.</summary>
    public static string Readable(string text)
    {
        foreach (var offer in Offers(text))
        {
            text = text.Replace($" ({offer.GetProperty("start").GetString()})", "", StringComparison.Ordinal);
        }

        return text;
    }

    private static JsonElement Offer(string start, string? staff)
    {
        var json = JsonReading.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("start", start);
            if (staff is not null)
            {
                writer.WriteString("staff", staff);
            }

            writer.WriteEndObject();
        });
        return JsonReading.Parse(json)!.Value;
    }

    private static string? NameBefore(string text, int index)
    {
        var end = index > 1 && text[index - 1] == '(' ? index - 2 : -1;
        var with = end > 0 ? text.LastIndexOf(" with ", end, Math.Min(end, 80), StringComparison.Ordinal) : -1;
        var name = with >= 0 ? text[(with + 6)..end].Trim() : "";
        return name.Length > 0 && name.IndexOfAny([',', '.', ';', '(', ')']) < 0 ? name : null;
    }

    private static IEnumerable<string> ToolWords(string text) => Dialogue.ToolMatcher.Words(text.Length <= 1_000 ? text : text[..1_000]);
}
