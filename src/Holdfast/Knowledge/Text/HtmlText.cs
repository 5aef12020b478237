using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Holdfast.Knowledge.Text;

/// <summary>The text of a web page that its readers see: no scripts, no styles, nothing hidden. A table is a line for each row.</summary>
internal sealed partial class HtmlText
{
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "option", "button", "input", "textarea", "dialog",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset",
        "details", "summary", "dl", "dt", "dd", "hr", "body", "html", "center", "ul", "ol", "li", "table", "caption", "tr", "h1", "h2", "h3", "h4", "h5", "h6",
    };

    private readonly StringBuilder text = new();
    private readonly List<TextUnit> units = [];
    private int start;
    private int lists;
    private int tables;
    private int exact;
    private bool space;

    /// <summary>Reads a page.</summary>
    /// <exception cref="HoldfastException"><c>unreadable-document</c>: it is nested deeper than any person writes, which takes a parser time without end, or no parser understands it.</exception>
    public static ExtractedText Extract(string html)
    {
        if (HtmlDepth.Of(html) > HtmlDepth.Most)
        {
            throw new HoldfastException("unreadable-document", $"The page is nested more than {HtmlDepth.Most} elements deep. Save what it says as plain text or Markdown.");
        }

        using var document = Parse(html) ?? Parse(Hidden().Replace(html, "<$1dialog"))
            ?? throw new HoldfastException("unreadable-document", "The page is so malformed that it cannot be read. Save what it says as plain text or Markdown.");
        var reader = new HtmlText();
        reader.Read(document.DocumentElement);
        reader.End(TextUnitKind.Paragraph);
        var title = document.Head?.Children.FirstOrDefault(static e => e.LocalName == "title")?.TextContent;
        return new ExtractedText(
            reader.text.ToString(),
            reader.units,
            string.IsNullOrWhiteSpace(title) ? reader.units.Find(static u => u is { Kind: TextUnitKind.Heading, Level: 1 }).Heading : HeadingWords.Of(title));
    }

    /// <summary>The page, or null where the parser fails: AngleSharp 1.10 loses its place where pieces of tables follow a template within a list of choices.</summary>
    private static IHtmlDocument? Parse(string html)
    {
        try
        {
            return new HtmlParser().ParseDocument(html);
        }
        catch (NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>What is not shown in any case: as other elements that are not shown, they upset no parser.</summary>
    [GeneratedRegex("<(/?)(?:template|select)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Hidden();

    /// <summary>Walks with a stack of its own: a page may be nested deeper than a thread's stack.</summary>
    private void Read(INode? root)
    {
        var open = new Stack<(INode Node, bool Leaving)>();
        if (root is not null)
        {
            open.Push((root, false));
        }

        while (open.TryPop(out var step))
        {
            if (step.Node is IText words)
            {
                Write(words.Data);
            }
            else if (step is { Node: IElement element, Leaving: true })
            {
                Leave(element.LocalName);
            }
            else if (step.Node is IElement shown && !IsHidden(shown))
            {
                Enter(shown.LocalName);
                open.Push((shown, true));
                for (var child = shown.LastChild; child is not null; child = child.PreviousSibling)
                {
                    open.Push((child, false));
                }
            }
        }
    }

    private static bool IsHidden(IElement element) =>
        Skipped.Contains(element.LocalName) || element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true"
        || (element.GetAttribute("style") is { } style && Compact(style) is var rule
            && (rule.Contains("display:none", StringComparison.OrdinalIgnoreCase) || rule.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase)));

    private static string Compact(string style) => string.Concat(style.Where(static c => !char.IsWhiteSpace(c)));

    private void Enter(string name)
    {
        if (name == "br")
        {
            NewLine();
        }
        else if (name is "ul" or "ol" && tables == 0)
        {
            End(TextUnitKind.Paragraph, lists++ == 0);
        }
        else if (name == "table")
        {
            End(lists > 0 ? TextUnitKind.List : TextUnitKind.Paragraph, tables++ == 0 && lists == 0);
        }
        else if (Blocks.Contains(name))
        {
            Break(TextUnitKind.Paragraph);
            exact += name == "pre" ? 1 : 0;
            if (name == "li" && tables == 0)
            {
                text.Append("- ");
            }
        }
    }

    private void Leave(string name)
    {
        if (name is "ul" or "ol" && tables == 0)
        {
            End(TextUnitKind.List, --lists == 0);
        }
        else if (name == "table")
        {
            End(TextUnitKind.Table, --tables == 0 && lists == 0);
        }
        else if (name is "td" or "th" && tables > 0)
        {
            text.Append(" | ");
            space = false;
        }
        else if (Blocks.Contains(name))
        {
            exact -= name == "pre" ? 1 : 0;
            var isHeading = name.Length == 2 && name[0] == 'h' && char.IsAsciiDigit(name[1]);
            Break(isHeading ? TextUnitKind.Heading : name == "pre" ? TextUnitKind.Code : TextUnitKind.Paragraph, isHeading ? name[1] - '0' : 0);
        }
    }

    /// <summary>Ends a unit; inside a list or a table only a line.</summary>
    private void Break(TextUnitKind kind, int level = 0)
    {
        if (lists == 0 && tables == 0)
        {
            End(kind, level: level);
        }
        else
        {
            NewLine();
        }
    }

    private void NewLine()
    {
        space = false;
        if (text.Length > start && text[^1] != '\n')
        {
            text.Append('\n');
        }
    }

    private void End(TextUnitKind kind, bool isUnit = true, int level = 0)
    {
        if (!isUnit)
        {
            NewLine();
            return;
        }

        space = false;
        var end = text.Length;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var first = start;
        while (first < end && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        if (first < end)
        {
            var words = kind == TextUnitKind.Heading ? HeadingWords.Of(text.ToString(first, Math.Min(end - first, 1_000))) : null;
            units.Add(new TextUnit(kind, first, end, level, words));
            text.Length = end;
            text.Append("\n\n");
        }
        else
        {
            text.Length = start;
        }

        start = text.Length;
    }

    private void Write(string words)
    {
        if (exact > 0)
        {
            text.Append(words);
            return;
        }

        foreach (var c in words)
        {
            if (char.IsWhiteSpace(c))
            {
                space = true;
                continue;
            }

            if (space && text.Length > start && !char.IsWhiteSpace(text[^1]))
            {
                text.Append(' ');
            }

            space = false;
            text.Append(c);
        }
    }
}
