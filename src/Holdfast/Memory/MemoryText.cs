using System.Globalization;
using System.Text;

namespace Holdfast.Memory;

/// <summary>Items as models read them, and which of them a session starts with.</summary>
internal static class MemoryText
{
    private const int Episodes = 3;

    /// <summary>An item in one line.</summary>
    public static string Line(MemoryItem item)
    {
        var day = item.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = item.Text.ReplaceLineEndings(" ");
        return item.Kind == MemoryKind.Episode
            ? $"session of {day} ({item.Key}): {text}"
            : $"{(item.Subject == MemoryItem.UserSubject ? "" : item.Subject + ", ")}{item.Key}: {text} (since {day}{(item.Confidence < 0.7 ? ", not sure" : "")})";
    }

    /// <summary>The items that a session starts with: preferences, what has to do with the first message, the last sessions, then the newest.</summary>
    /// <param name="items">Trusted ones that count, newest first.</param>
    /// <param name="input">The first message.</param>
    /// <param name="room">How many UTF-8 bytes their lines may take.</param>
    public static IReadOnlyList<MemoryItem> Choose(IReadOnlyList<MemoryItem> items, string input, int room)
    {
        var lastSessions = items.Where(i => i.Kind == MemoryKind.Episode).Take(Episodes).ToHashSet();
        var wanted = MemorySearch.Score(items, input)
            .Where(s => s.Item.Kind != MemoryKind.Episode || s.Score > 0 || lastSessions.Contains(s.Item))
            .OrderByDescending(s => s.Item.Kind == MemoryKind.Preference)
            .ThenByDescending(s => s.Score > 0)
            .ThenByDescending(s => lastSessions.Contains(s.Item))
            .ThenByDescending(s => s.Score)
            .ThenByDescending(s => s.Item.At);
        var chosen = new List<MemoryItem>();
        foreach (var (item, _) in wanted)
        {
            var bytes = Encoding.UTF8.GetByteCount(Line(item)) + 4;
            if (bytes <= room)
            {
                room -= bytes;
                chosen.Add(item);
            }
        }

        return chosen;
    }
}
