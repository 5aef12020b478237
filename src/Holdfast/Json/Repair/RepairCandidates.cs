using System.Text.Json;

namespace Holdfast.Json.Repair;

/// <summary>Finds where in a text the JSON is: the whole, its one fenced block, or the one object between sentences.</summary>
internal static class RepairCandidates
{
    private const string Fence = "```";

    public static IEnumerable<RepairCandidate> Of(string text)
    {
        var trimmed = text.Trim();
        if (Unescaped(trimmed) is { } inner)
        {
            yield return new RepairCandidate(inner, MayBeFollowedByText: false);
            yield break;
        }

        yield return new RepairCandidate(text, MayBeFollowedByText: false);
        if (trimmed.Length == 0)
            yield break;
        if (FencedBlock(text) is { } block)
            yield return new RepairCandidate(block, MayBeFollowedByText: false);
        else if (BetweenSentences(text) is { } rest)
            yield return new RepairCandidate(rest, MayBeFollowedByText: true);
    }

    // The whole document is escaped, as if it had been copied out of a string: {\"a\": 1}.
    private static string? Unescaped(string text)
    {
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if (quote < 2 || text[0] is not ('{' or '[') || text[quote - 1] != '\\')
            return null;
        try
        {
            return JsonSerializer.Deserialize<string>("\"" + text + "\"");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The only block whose content begins like JSON; two of them are a choice that is not ours.
    private static string? FencedBlock(string text)
    {
        string? found = null;
        var at = 0;
        while ((at = text.IndexOf(Fence, at, StringComparison.Ordinal)) >= 0)
        {
            var start = at + Fence.Length;
            while (start < text.Length && (char.IsAsciiLetterOrDigit(text[start]) || char.IsWhiteSpace(text[start])))
                start++;
            var end = text.IndexOf("\n" + Fence, start, StringComparison.Ordinal);
            if (start < text.Length && text[start] is '{' or '[')
            {
                if (found is not null)
                    return null;
                found = end < 0 ? text[start..] : text[start..end];
            }

            if (end < 0)
                break;
            at = end + 1 + Fence.Length;
        }

        return found;
    }

    private static string? BetweenSentences(string text)
    {
        var start = text.AsSpan().IndexOfAny('{', '[');
        if (start < 0 || text.Contains(Fence, StringComparison.Ordinal))
            return null;
        var before = text.AsSpan(0, start);
        var said = before.TrimEnd();
        var isApart = said.IsEmpty || before[said.Length..].Contains('\n') || said[^1] is ':' or '.' or '!';
        var next = text.AsSpan(start + 1).TrimStart();
        var looksRight = next.Length > 0 && (RepairCharacters.IsQuote(next[0]) || (text[start] == '[' && next[0] == '{'));
        // A quote before the bracket: the text may as well be an object that lost its first character.
        return isApart && looksRight && !before.Contains('"') ? text[start..] : null;
    }
}
