using System.Text;
using System.Text.Json;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>Quotes the passage that fits a question best, and names where it and the next ones stand.</summary>
internal static class PassageText
{
    private const int Longest = 1_200;
    private const int MostSources = 3;

    /// <summary>The answer, or null where there is no passage.</summary>
    public static string? Write(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("passages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0
            || Text(list[0], "text") is not { Length: > 0 } quoted)
        {
            return null;
        }

        var cut = quoted.Length <= Longest ? quoted : quoted[..(char.IsHighSurrogate(quoted[Longest - 1]) ? Longest - 1 : Longest)] + "…";
        var text = new StringBuilder($"The documents say:\n\n{cut} {Text(list[0], "cite") ?? "[1]"}\n\nSources:");
        foreach (var passage in list.EnumerateArray().Take(MostSources))
        {
            text.Append($"\n{Text(passage, "cite")} {Place(Text(passage, "title") ?? "", Text(passage, "heading") ?? "")} ({Text(passage, "document")})");
        }

        return text.ToString();
    }

    /// <summary>The title and the headings below it; a page's first heading often is its title.</summary>
    private static string Place(string title, string heading) =>
        heading.Length == 0 ? title : heading == title || heading.StartsWith(title + " › ", StringComparison.Ordinal) ? heading : $"{title} › {heading}";

    private static string? Text(JsonElement passage, string name) =>
        passage.ValueKind == JsonValueKind.Object && passage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
