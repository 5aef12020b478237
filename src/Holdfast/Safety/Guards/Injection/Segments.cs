namespace Holdfast.Safety.Guards.Injection;

/// <summary>Cuts a document into the pieces by which it is judged.</summary>
internal static class Segments
{
    private const int Fewest = 4;
    private const int FewestOpen = 5;
    private const int Longest = 28;
    private const int Window = 14;

    /// <summary>The pieces in order. A text of fewer words than a sentence needs is one piece; very long sentences are seen through windows that overlap.</summary>
    public static List<Segment> Of(string text, List<InjectionWord> words)
    {
        var segments = new List<Segment>((words.Count / 8) + 1);
        var first = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1].Start : text.Length;
            var gap = text.AsSpan(words[i].End, Math.Max(0, next - words[i].End));
            if (i + 1 == words.Count || Ends(gap, next < text.Length && char.IsLower(text[next])))
            {
                Add(segments, first, i + 1 - first, gap.ContainsAny('?', '？', '؟') ? SegmentEnd.Question : gap.ContainsAny(".!。！।") ? SegmentEnd.Stop : SegmentEnd.Open);
                first = i + 1;
            }
        }

        if (segments.Count == 0 && words.Count > 0)
        {
            segments.Add(new Segment(0, words.Count, SegmentEnd.Open));
        }

        return segments;
    }

    private static void Add(List<Segment> segments, int first, int count, SegmentEnd end)
    {
        if (count < Fewest || (end == SegmentEnd.Open && count < FewestOpen))
        {
            return;
        }

        if (count <= Longest)
        {
            segments.Add(new Segment(first, count, end));
            return;
        }

        for (var at = 0; ; at += Window / 2)
        {
            var last = at + Window >= count;
            segments.Add(new Segment(first + at, last ? count - at : Window, last ? end : SegmentEnd.Open, at > 0));
            if (last)
            {
                return;
            }
        }
    }

    /// <summary>Whether a sentence is over: full stops before a space, members of JSON and marks of HTML, and lines, unless the next one goes on in small letters.</summary>
    private static bool Ends(ReadOnlySpan<char> gap, bool goesOn)
    {
        for (var i = 0; i < gap.Length; i++)
        {
            switch (gap[i])
            {
                case '。' or '？' or '！' or '؟' or '।' or '<' or '>' or '{' or '}' or '[' or ']' or '|' or '\u2028':
                    return true;
                case '.' or '?' or '!' or ';' when i + 1 < gap.Length:
                    return true;
                case '"' when i + 1 < gap.Length && gap[i + 1] is ':' or ',':
                    return true;
                case '\n' when !goesOn || gap[(i + 1)..].Contains('\n'):
                    return true;
                default:
                    break;
            }
        }

        return false;
    }
}
