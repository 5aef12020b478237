using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>E-mail addresses, found from their @ outwards.</summary>
internal static class EmailRecogniser
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;

    private static readonly SearchValues<char> Local = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-");

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; ;)
        {
            var at = text[from..].IndexOf('@');
            if (at < 0)
            {
                return;
            }

            at += from;
            var start = LocalStart(text, from, at);
            var end = start < 0 ? -1 : DomainEnd(text, at + 1);
            from = at + 1;
            if (end > 0)
            {
                selection.Add(matches, PiiKinds.Email, "email-address", start, end - start, 0.95);
                from = end;
            }
        }
    }

    private static int LocalStart(ReadOnlySpan<char> text, int from, int at)
    {
        var start = at;
        while (start > from && at - start <= LongestLocal && (text[start - 1] < 128 ? Local.Contains(text[start - 1]) : char.IsLetter(text[start - 1])))
        {
            start--;
        }

        // Quotes, brackets and keys before an address are not part of it: mailto=, `a@b`, 'a@b'.
        while (start < at && !(char.IsLetterOrDigit(text[start]) || text[start] == '_'))
        {
            if (text[start] == '.')
            {
                return -1;
            }

            start++;
        }

        var local = text[start..at];
        var assigned = local.LastIndexOfAny("=/?&|{");
        if (assigned >= 0 && assigned + 1 < local.Length && char.IsLetterOrDigit(local[assigned + 1]))
        {
            start += assigned + 1;
            local = text[start..at];
        }

        return local.IsEmpty || local.Length > LongestLocal || local[^1] == '.' || local.IndexOf("..") >= 0 ? -1 : start;
    }

    private static int DomainEnd(ReadOnlySpan<char> text, int start)
    {
        if (start < text.Length && text[start] == '[')
        {
            var close = text[start..Math.Min(text.Length, start + 48)].IndexOf(']');
            return close > 0 && System.Net.IPAddress.TryParse(text.Slice(start + 1, close - 1), out _) ? start + close + 1 : -1;
        }

        return Domain.End(text, start, Math.Min(text.Length, start + LongestDomain));
    }
}
