using Markdig;
using Markdig.Syntax;

namespace Holdfast.Knowledge.Text;

/// <summary>Markdown stays as it is written, so that tables and lists keep their form; only its structure is read.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Blocks = Pipeline();

    public static ExtractedText Extract(string text)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Blocks);
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested deeper than any person writes.
            return PlainText.Extract(text);
        }

        // A unit reaches to the next one, so that nothing is lost that the parser keeps elsewhere, such as link definitions.
        var blocks = document.Where(static block => !block.Span.IsEmpty).OrderBy(static block => block.Span.Start).ToList();
        var units = new List<TextUnit>(blocks.Count);
        for (var i = 0; i < blocks.Count; i++)
        {
            var start = i == 0 ? text.Length - text.AsSpan().TrimStart().Length : Math.Clamp(blocks[i].Span.Start, units.Count == 0 ? 0 : units[^1].End, text.Length);
            var end = i + 1 < blocks.Count ? Math.Clamp(blocks[i + 1].Span.Start, start, text.Length) : text.Length;
            var trimmed = text.AsSpan(start, end - start).TrimEnd().Length;
            if (trimmed > 0)
            {
                units.Add(Unit(text, blocks[i], start, start + trimmed));
            }
        }

        return blocks.Count == 0 ? PlainText.Extract(text) : new ExtractedText(text, units, units.Find(static u => u is { Kind: TextUnitKind.Heading, Level: 1 }).Heading);
    }

    private static TextUnit Unit(string text, Block block, int start, int end) => block switch
    {
        HeadingBlock heading when Words(text, heading) is { Length: > 0 } words => new TextUnit(TextUnitKind.Heading, start, end, heading.Level, words),
        ListBlock => new TextUnit(TextUnitKind.List, start, end),
        CodeBlock => new TextUnit(TextUnitKind.Code, start, end),
        _ => new TextUnit(IsTable(text.AsSpan(start, end - start)) ? TextUnitKind.Table : TextUnitKind.Paragraph, start, end),
    };

    private static string Words(string text, HeadingBlock heading)
    {
        var line = text.AsSpan(heading.Span.Start, Math.Min(heading.Span.Length, text.Length - heading.Span.Start));
        if (heading.IsSetext)
        {
            var underline = line.TrimEnd().LastIndexOf('\n');
            line = underline > 0 ? line[..underline] : line;
        }

        return HeadingWords.Of(line.Trim("# \t\n").ToString().Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal));
    }

    /// <summary>Whether the second line is one of dashes and bars, as between the head of a table and its rows.</summary>
    private static bool IsTable(ReadOnlySpan<char> unit)
    {
        var first = unit.IndexOf('\n');
        if (first < 0)
        {
            return false;
        }

        var second = unit[(first + 1)..];
        var end = second.IndexOf('\n');
        second = (end < 0 ? second : second[..end]).Trim();
        return second.Contains('-') && second.Contains('|') && second.IndexOfAnyExcept("|:- \t") < 0;
    }

    private static MarkdownPipeline Pipeline()
    {
        var builder = new MarkdownPipelineBuilder().UseYamlFrontMatter();

        // Only the blocks matter: what stands inside a line need not be understood, and cannot be hostile.
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
