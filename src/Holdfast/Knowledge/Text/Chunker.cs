namespace Holdfast.Knowledge.Text;

/// <summary>Cuts a text into chunks along its structure. A chunk never reaches over a heading that has text of its own under it.</summary>
internal sealed class Chunker
{
    /// <summary>The usual most of a chunk, in characters: about 300 tokens.</summary>
    public const int Usual = 1_200;

    /// <summary>The most of a chunk that holds a table which is kept whole.</summary>
    public const int Whole = 4_000;

    /// <summary>How much of the end of one part is repeated in the next where one unit had to be cut.</summary>
    public const int Overlap = 150;

    private readonly string text;
    private readonly List<TextChunk> chunks = [];
    private readonly List<(int Level, string Words)> headings = [];
    private int start = -1;
    private int end;
    private int bodyStart;
    private bool hasBody;
    private bool isTable;

    private Chunker(string text) => this.text = text;

    public static IReadOnlyList<TextChunk> Split(ExtractedText document)
    {
        var chunker = new Chunker(document.Text);
        foreach (var unit in document.Units)
        {
            if (unit.Kind == TextUnitKind.Heading)
            {
                chunker.AddHeading(unit);
            }
            else
            {
                chunker.AddBody(unit);
            }
        }

        chunker.Close();
        return chunker.chunks;
    }

    /// <summary>Headings without text between them go to the text that follows.</summary>
    private void AddHeading(TextUnit unit)
    {
        if (hasBody || (start >= 0 && unit.End - start > Usual))
        {
            Close();
        }

        headings.RemoveAll(heading => heading.Level >= unit.Level);
        headings.Add((unit.Level, unit.Heading!));
        start = start < 0 ? unit.Start : start;
        (end, bodyStart) = (unit.End, unit.End);
    }

    private void AddBody(TextUnit unit)
    {
        if (hasBody && unit.End - start > Usual)
        {
            Close();
        }

        isTable = !hasBody && unit.Kind == TextUnitKind.Table;
        if (!hasBody)
        {
            bodyStart = unit.Start;
        }

        start = start < 0 ? unit.Start : start;
        (end, hasBody) = (unit.End, true);
        if (end - start > Usual)
        {
            Close();
        }
    }

    private void Close()
    {
        if (start >= 0)
        {
            var most = isTable && end - start <= Whole ? Whole : Usual;
            string[] path = [.. headings.Select(heading => heading.Words)];
            for (var at = start; at < end;)
            {
                var cut = end - at <= most ? end : Cut(at, at + most);
                var trimmed = at + text.AsSpan(at, cut - at).TrimEnd().Length;
                if (trimmed > at)
                {
                    chunks.Add(new TextChunk(at, trimmed, Math.Clamp(bodyStart, at, trimmed), path));
                }

                at = cut == end ? end : Resume(at, cut);
            }
        }

        (start, hasBody, isTable) = (-1, false, false);
    }

    /// <summary>Where to cut: after a line, else after a sentence, else after a word, each in the second half; else anywhere but inside a character.</summary>
    private int Cut(int from, int most)
    {
        var half = text.AsSpan(from + ((most - from) / 2), (most - from) - ((most - from) / 2));
        var offset = most - half.Length;
        var line = half.LastIndexOf('\n');
        if (line >= 0)
        {
            return offset + line + 1;
        }

        for (var i = half.Length - 2; i >= 0; i--)
        {
            if (half[i] is '.' or '!' or '?' or ';' && char.IsWhiteSpace(half[i + 1]))
            {
                return offset + i + 1;
            }
        }

        var word = half.LastIndexOfAny(' ', '\t', '\u3000');
        return word >= 0 ? offset + word + 1 : char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
    }

    /// <summary>Where the next part begins: a little before the cut, at the beginning of a word.</summary>
    private int Resume(int from, int cut)
    {
        var earliest = Math.Max(cut - Overlap, from + 1);
        for (var i = earliest; i < cut; i++)
        {
            if (char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]))
            {
                return i;
            }
        }

        while (cut < end && char.IsWhiteSpace(text[cut]))
        {
            cut++;
        }

        return cut;
    }
}
