namespace Holdfast.Knowledge.Text;

/// <summary>How deep a page is nested, told from its tags before it is parsed: the rules of HTML make a parser look up the whole depth for many tags.</summary>
internal static class HtmlDepth
{
    public const int Most = 500;

    /// <summary>Elements that end by themselves, which old pages leave open by the thousand.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> SelfEnding = new HashSet<string>(
        ["p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "br", "img", "input", "meta", "link", "hr", "col", "wbr", "source", "area", "base", "embed", "track", "param"],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The most elements that are open at once, not counting those that end by themselves; counting ends soon after <see cref="Most"/>.</summary>
    public static int Of(string html)
    {
        var open = new List<string>();
        var deepest = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length && deepest <= Most; at = html.IndexOf('<', at + 1))
        {
            var closes = html[at + 1] == '/';
            var start = at + (closes ? 2 : 1);
            var end = start;
            while (end < html.Length && end < start + 16 && char.IsAsciiLetterOrDigit(html[end]))
            {
                end++;
            }

            if (end == start || !char.IsAsciiLetter(html[start]) || SelfEnding.Contains(html.AsSpan(start, end - start)))
            {
                continue;
            }

            var name = html[start..end].ToLowerInvariant();
            if (!closes)
            {
                open.Add(name);
                deepest = Math.Max(deepest, open.Count);
            }
            else if (open.LastIndexOf(name) is var opened && opened >= 0)
            {
                // An end that nothing began ends nothing, for a parser neither.
                open.RemoveRange(opened, open.Count - opened);
            }
        }

        return deepest;
    }
}
