using System.Text;

namespace Holdfast.Knowledge.Text;

/// <summary>Reads the text and the structure of a document of any kind that is understood.</summary>
internal static class DocumentText
{
    private const string Pdf = "application/pdf";

    /// <summary>Reads a document.</summary>
    /// <exception cref="HoldfastException"><c>unsupported-document</c>: its kind is not understood. <c>unreadable-document</c>: it is not what it says, or holds no text.</exception>
    public static async Task<ExtractedText> ReadAsync(KnowledgeSource source, CancellationToken cancellationToken) =>
        TypeOf(source) == Pdf ? NotEmpty(source, await PdfText.ExtractAsync(source, cancellationToken)) : Read(source);

    /// <summary>Reads a document that is no PDF.</summary>
    /// <exception cref="HoldfastException">As above.</exception>
    public static ExtractedText Read(KnowledgeSource source) => NotEmpty(source, TypeOf(source) switch
    {
        "text/markdown" or "text/x-markdown" => MarkdownText.Extract(Decode(source)),
        "text/html" or "application/xhtml+xml" => HtmlText.Extract(Decode(source)),
        "text/plain" => PlainText.Extract(Decode(source)),
        var type => throw new HoldfastException(
            "unsupported-document",
            $"'{source.Path}' is of type '{Shown(type)}', which is not understood. Understood are text/plain, text/markdown, text/html and {Pdf}: convert it to one of them."),
    });

    private static string TypeOf(KnowledgeSource source) => source.MediaType.Split(';')[0].Trim().ToLowerInvariant();

    private static ExtractedText NotEmpty(KnowledgeSource source, ExtractedText extracted) => extracted.Units.Count > 0 ? extracted
        : throw new HoldfastException("unreadable-document", $"'{source.Path}' holds no text. A scanned document needs text recognition before it is added.");

    /// <summary>Text in UTF-8, or in UTF-16 where it begins with its mark. What is no character becomes U+FFFD.</summary>
    private static string Decode(KnowledgeSource source)
    {
        var bytes = source.Content.Span;
        var text = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode.GetString(bytes[2..])
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(bytes[2..])
            : Encoding.UTF8.GetString(bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes);
        return text.AsSpan(0, Math.Min(text.Length, 1_000)).Count('\0') * 10 > Math.Min(text.Length, 1_000)
            ? throw new HoldfastException("unreadable-document", $"'{source.Path}' is no text, although its type '{source.MediaType}' says so. Give its own type, or save it as UTF-8.")
            : Clean(text);
    }

    internal static string Clean(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\0', '\uFFFD');

    private static string Shown(string type) => type.Length <= 64 ? type : type[..64] + "…";
}
