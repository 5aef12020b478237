using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Knowledge;
using Holdfast.Knowledge.Text;

namespace Holdfast.Tests.Knowledge;

/// <summary>Documents for property tests: structured ones, and pieces of marks that nobody would write.</summary>
internal static class Documents
{
    private static readonly string[] MarkdownPieces =
    [
        "# Title\n", "## Part\n", "###### Deep\n", "Setext\n===\n", "plain words. And more! ", "\n\n", "- item\n", "  - nested\n", "1. first\n", "> quoted\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "```\ncode\n```\n", "```", "    indented\n", "***\n", "[x]: http://a\n", "---\nkey: v\n---\n", "<div>html</div>\n", "\t", "`", "**bold**",
        "漢字かな", "\U0001F600", "é", "\u0301", "\u200B", "word ", "a", " ", "\r\n", "\\", "[", "](", "![", "<!--", "&amp;", new string('x', 1_300), new string('w', 40) + " ",
        string.Concat(Enumerable.Repeat("sentence with some words. ", 80)), string.Concat(Enumerable.Repeat("| cell | cell |\n", 120)), string.Concat(Enumerable.Repeat("> ", 200)), string.Concat(Enumerable.Repeat("- ", 200)),
    ];

    private static readonly string[] HtmlPieces =
    [
        "<h1>Title</h1>", "<h2>Part", "<p>words here", "</p>", "<ul><li>one", "</li>", "</ul>", "<table><tr><td>a</td>", "<th>b", "</table>", "</td></tr>", "<div>", "</div>", "<pre> x\n  y </pre>",
        "<script>evil()</script>", "<style>p{}</style>", "<p hidden>unseen</p>", "<span style='display: none'>unseen</span>", "<br>", "&lt;b&gt;", "&#0;", "&#xD800;", "text ", "漢字", "\U0001F600", "<!-- c -->",
        "<", "<a href=", "\"", "'", ">", "</", "<svg><p>", "</svg>", "<select><option>x", "<template><p>t", "</template>", "<b><i>", "</b>", new string('x', 1_300), string.Concat(Enumerable.Repeat("<li>row of words</li>", 120)), string.Concat(Enumerable.Repeat("<tr><td>cell</td></tr>", 150)),
    ];

    public static Arbitrary<string> Markdown { get; } = From(MarkdownPieces);

    public static Arbitrary<string> Html { get; } = From(HtmlPieces);

    public static ExtractedText Read(string text, string type) =>
        DocumentText.Read(new KnowledgeSource { Path = "x", Content = Encoding.UTF8.GetBytes(text), MediaType = type });

    private static Arbitrary<string> From(string[] pieces) => Arb.From(Gen.Elements(pieces).ListOf().Select(string.Concat), text => text.Length < 2 ? [] : [text[..(text.Length / 2)], text[(text.Length / 2)..]]);
}
