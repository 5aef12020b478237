using System.Text;
using Holdfast.Knowledge;
using Holdfast.Knowledge.Text;

namespace Holdfast.Tests.Knowledge;

/// <summary>PDF is read where pdftotext is installed, and refused with what to install where it is not.</summary>
public sealed class PdfTests
{
    private static readonly bool IsInstalled =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_text_of_each_page_is_found_under_its_number()
    {
        Assert.SkipUnless(IsInstalled, "pdftotext is not installed.");

        var text = await DocumentText.ReadAsync(Source(Pdf("Shoes may be sent back.", "Hats may not.")), Token);

        var chunks = Chunker.Split(text);
        chunks.Select(c => (c.Headings[0], text.Text[c.Start..c.End])).ShouldBe([("Page 1", "Shoes may be sent back."), ("Page 2", "Hats may not.")]);
    }

    [Fact]
    public async Task A_damaged_one_is_refused()
    {
        Assert.SkipUnless(IsInstalled, "pdftotext is not installed.");

        (await Should.ThrowAsync<HoldfastException>(() => DocumentText.ReadAsync(Source(Encoding.ASCII.GetBytes("%PDF-1.4\nnothing of a kind")), Token))).Code.ShouldBe("unreadable-document");
    }

    [Fact]
    public async Task Without_the_program_it_is_said_what_to_install()
    {
        Assert.SkipWhen(IsInstalled, "pdftotext is installed.");

        var refused = await Should.ThrowAsync<HoldfastException>(() => DocumentText.ReadAsync(Source(Pdf("x")), Token));
        (refused.Code, refused.Message.Contains("poppler-utils")).ShouldBe(("unsupported-document", true));
    }

    private static KnowledgeSource Source(byte[] content) => new() { Path = "a.pdf", Content = content, MediaType = "application/pdf" };

    /// <summary>A PDF with a line on each page.</summary>
    private static byte[] Pdf(params string[] pages)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Length} /Kids [{string.Join(' ', pages.Select((_, n) => $"{4 + (2 * n)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        foreach (var page in pages)
        {
            var content = $"BT /F1 12 Tf 72 700 Td ({page}) Tj ET";
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {objects.Count + 2} 0 R >>");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var n = 0; n < objects.Count; n++)
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{n + 1} 0 obj\n{objects[n]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n").Append(string.Concat(offsets.Select(offset => $"{offset:D10} 00000 n \n")));
        pdf.Append($"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
