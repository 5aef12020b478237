namespace Holdfast.Knowledge.Text;

/// <summary>Text without marks: paragraphs between empty lines.</summary>
internal static class PlainText
{
    public static ExtractedText Extract(string text)
    {
        var units = new List<TextUnit>();
        var (start, end) = (-1, 0);
        for (var line = 0; line < text.Length;)
        {
            var feed = text.IndexOf('\n', line);
            var next = feed < 0 ? text.Length : feed;
            if (!text.AsSpan(line, next - line).IsWhiteSpace())
            {
                start = start < 0 ? line : start;
                end = next;
            }
            else if (start >= 0)
            {
                units.Add(new TextUnit(TextUnitKind.Paragraph, start, end));
                start = -1;
            }

            line = next + 1;
        }

        if (start >= 0)
        {
            units.Add(new TextUnit(TextUnitKind.Paragraph, start, end));
        }

        return new ExtractedText(text, units);
    }
}
