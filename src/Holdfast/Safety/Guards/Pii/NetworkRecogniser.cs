using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>IP and MAC addresses.</summary>
internal static class NetworkRecogniser
{
    private const int LongestIp = 45;

    private static readonly SearchValues<char> IpCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static void Collect(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        if (selection.Has(PiiKinds.IpAddress))
        {
            CollectDotted(text, selection, matches);
            CollectColons(text, selection, matches);
        }

        if (selection.Has(PiiKinds.MacAddress))
        {
            CollectMac(text, selection, matches);
        }
    }

    /// <summary>Four numbers up to 255; a longer row of dotted numbers is a version or an outline.</summary>
    private static void CollectDotted(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var start = text[from..].IndexOfAnyInRange('0', '9');
            if (start < 0)
            {
                return;
            }

            start += from;
            var at = start;
            var (numbers, value, size, valid) = (0, 0, 0, true);
            for (; at < text.Length; at++)
            {
                if (PiiText.IsDigit(text[at]))
                {
                    value = Math.Min((value * 10) + text[at] - '0', 1000);
                    size++;
                }
                else if (text[at] == '.' && at + 1 < text.Length && PiiText.IsDigit(text[at + 1]))
                {
                    valid &= value <= 255 && size <= 3;
                    (numbers, value, size) = (numbers + 1, 0, 0);
                }
                else
                {
                    break;
                }
            }

            valid &= value <= 255 && size <= 3;
            if (valid && numbers == 3 && !(start > 0 && (PiiText.IsWord(text[start - 1]) || text[start - 1] is '.' or ':')) && !(at < text.Length && (PiiText.IsWord(text[at]) || (text[at] == '-' && at + 1 < text.Length && PiiText.IsWord(text[at + 1])))))
            {
                at = NetworkEnd(text, at);
                selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, at - start, 0.85);
            }

            from = at;
        }
    }

    /// <summary>The end of "/24" where one follows.</summary>
    private static int NetworkEnd(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || text[at] != '/' || !PiiText.IsDigit(text[at + 1]))
        {
            return at;
        }

        var end = at + 2 < text.Length && PiiText.IsDigit(text[at + 2]) ? at + 3 : at + 2;
        return end < text.Length && PiiText.IsWord(text[end]) ? at : end;
    }

    private static void CollectColons(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOf(':');
            if (at < 0)
            {
                return;
            }

            at += from;
            var start = at;
            while (start > from && IpCharacters.Contains(text[start - 1]))
            {
                start--;
            }

            var run = text[at..].IndexOfAnyExcept(IpCharacters);
            var end = run < 0 ? text.Length : at + run;
            from = end;
            var address = text[start..end].TrimEnd('.');
            if (address.Length > 4 && address[^1] == ':' && !address.EndsWith("::", StringComparison.Ordinal))
            {
                address = address[..^1];
            }

            if (address.Length is < 3 or > LongestIp || address.Count(':') < 2 || address.IndexOfAnyInRange('0', '9') < 0
                || (start > 0 && PiiText.IsWord(text[start - 1])) || (start + address.Length < text.Length && PiiText.IsWord(text[start + address.Length])))
            {
                continue;
            }

            if (IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6)
            {
                selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, address.Length, 0.85);
            }
        }
    }

    /// <summary>Six pairs with one separator, or three groups of four with dots.</summary>
    private static void CollectMac(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var at = 0; at + 14 <= text.Length;)
        {
            var next = text[at..].IndexOfAny(":-.");
            if (next < 0)
            {
                return;
            }

            next += at;
            at = next + 1;
            var (size, groups) = text[next] == '.' ? (4, 3) : (2, 6);
            var start = next - size;
            var end = start + (size * groups) + groups - 1;
            if (start >= 0 && end <= text.Length && IsMac(text[start..end], text[next], size) && PiiText.StandsAlone(text, start, end)
                && !(start > 0 && text[start - 1] == text[next]) && !(end < text.Length && (text[end] == text[next] && end + 1 < text.Length && PiiText.IsWord(text[end + 1]))))
            {
                selection.Add(matches, PiiKinds.MacAddress, "mac-address", start, end - start, 0.9);
                at = end;
            }
        }
    }

    private static bool IsMac(ReadOnlySpan<char> value, char separator, int size)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (i % (size + 1) == size ? value[i] != separator : !char.IsAsciiHexDigit(value[i]))
            {
                return false;
            }
        }

        return value.IndexOfAnyExcept("0:-.") >= 0 && value.IndexOfAnyExcept("fF:-.") >= 0;
    }
}
