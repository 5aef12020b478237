using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Holdfast.Knowledge.Text;

/// <summary>The text of a PDF, read by the program <c>pdftotext</c> of Poppler where it is installed: no library of .NET that reads PDF could be had.</summary>
internal static class PdfText
{
    private const string Program = "pdftotext";
    private const int Most = 20_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<ExtractedText> ExtractAsync(KnowledgeSource source, CancellationToken cancellationToken)
    {
        if (!source.Content.Span.StartsWith("%PDF-"u8))
        {
            throw Unreadable(source, "it does not begin like a PDF");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Start();
        try
        {
            var reading = ReadAsync(process.StandardOutput, patience.Token);
            await FeedAsync(process, source.Content, patience.Token);
            var text = await reading;
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 && text is not null ? Pages(DocumentText.Clean(text))
                : throw Unreadable(source, text is null ? "its text is too long" : "it is damaged, or locked by a password");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreadable(source, $"reading took more than {Patience.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Program, ["-q", "-enc", "UTF-8", "-eol", "unix", "-", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new HoldfastException(
                "unsupported-document", $"PDF needs the program {Program} of Poppler, which was not found. Install it (Debian, Ubuntu: apt install poppler-utils), or convert the document to text or Markdown.", e);
        }
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before it had read everything; its exit code tells why.
        }
    }

    private static async Task<string?> ReadAsync(StreamReader output, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16_384];
        int count;
        while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, count);
            if (text.Length > Most)
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>A page is what a heading is elsewhere, so that a citation names it.</summary>
    private static ExtractedText Pages(string text)
    {
        var units = new List<TextUnit>();
        var (start, page) = (0, 1);
        foreach (var words in text.Split('\f'))
        {
            foreach (var unit in PlainText.Extract(words).Units)
            {
                if (units.Count == 0 || units[^1].End < start)
                {
                    units.Add(new TextUnit(TextUnitKind.Heading, start + unit.Start, start + unit.Start, 1, $"Page {page}"));
                }

                units.Add(unit with { Start = start + unit.Start, End = start + unit.End });
            }

            (start, page) = (start + words.Length + 1, page + 1);
        }

        return new ExtractedText(text.Replace('\f', '\n'), units);
    }

    private static HoldfastException Unreadable(KnowledgeSource source, string why) =>
        new("unreadable-document", $"'{source.Path}' cannot be read as PDF: {why}. Convert it to text or Markdown, or send another file.");
}
