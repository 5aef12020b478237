using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>IP and MAC addresses.</summary>
internal static class NetworkRecogniser
{
    private const int LongestIp = 45;
    private const int BareMac = 12;

    private static readonly SearchValues<string> MacWords = PiiText.Words("mac, hardware address, physical address, ethernet, bssid");

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
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
            CollectBareMac(text, selection, matches);
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
            if (valid && numbers == 3 && !(start > 0 && (PiiText.IsWord(text[start - 1]) || text[start - 1] == '.')) && !(at < text.Length && PiiText.IsWord(text[at])))
            {
                at = NetworkEnd(text, at, 32);
                selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, at - start, 0.85);
            }

            from = at;
        }
    }

    /// <summary>The end of "/24" where one follows.</summary>
    private static int NetworkEnd(ReadOnlySpan<char> text, int at, int most)
    {
        var (end, bits) = (at + 1, 0);
        if (at + 1 >= text.Length || text[at] != '/' || !PiiText.IsDigit(text[at + 1]))
        {
            return at;
        }

        for (; end < text.Length && end - at <= 4 && PiiText.IsDigit(text[end]); end++)
        {
            bits = (bits * 10) + text[end] - '0';
        }

        return bits > most || (end < text.Length && PiiText.IsWord(text[end])) ? at : end;
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
            if (!AddColons(text, start, end, selection, matches))
            {
                // A label before it: "IP:2001:db8::1".
                var label = text[start..end].IndexOf(':') + 1;
                if (label < end - start && text[start + label] != ':')
                {
                    AddColons(text, start + label, end, selection, matches);
                }
            }
        }
    }

    private static bool AddColons(ReadOnlySpan<char> text, int start, int end, PiiSelection selection, List<PiiMatch> matches)
    {
        var address = text[start..end].TrimEnd('.');
        if (address.Length > 3 && address[^1] == ':' && !address.EndsWith("::", StringComparison.Ordinal))
        {
            address = address[..^1];
        }

        end = start + address.Length;
        if (address.Length is < 3 or > LongestIp || address.Count(':') < 2 || address.IndexOfAnyInRange('0', '9') < 0
            || (start > 0 && PiiText.IsWord(text[start - 1])) || (end < text.Length && PiiText.IsWord(text[end]))
            || !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        // The zone of a link-local address, and the length of a network's prefix.
        if (end + 1 < text.Length && text[end] == '%' && PiiText.IsWord(text[end + 1]))
        {
            var zone = end + 1;
            while (zone < text.Length && zone - end < 16 && PiiText.IsWord(text[zone]))
            {
                zone++;
            }

            end = zone;
        }

        end = NetworkEnd(text, end, 128);
        selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, end - start, 0.85);
        return true;
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
            if (start >= 0 && end <= text.Length && IsMac(text[start..end], text[next], size) && !(start > 0 && PiiText.IsWord(text[start - 1])) && !(end < text.Length && PiiText.IsWord(text[end]))
                && !IsGroupBefore(text, start, text[next], size) && !(end < text.Length && (text[end] == text[next] && end + 1 < text.Length && PiiText.IsWord(text[end + 1]))))
            {
                selection.Add(matches, PiiKinds.MacAddress, "mac-address", start, end - start, 0.9);
                at = end;
            }
        }
    }

    /// <summary>Twelve hexadecimal digits, where words say what they are.</summary>
    private static void CollectBareMac(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var at = 0; at + BareMac <= text.Length;)
        {
            var start = at + text[at..].IndexOfAny(Hex);
            if (start < at)
            {
                return;
            }

            var run = text[start..].IndexOfAnyExcept(Hex);
            at = run < 0 ? text.Length : start + run;
            if (at - start == BareMac && PiiText.StandsAlone(text, start, at) && PiiText.HasContext(text, start, BareMac, MacWords) && text[start..at].IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                selection.Add(matches, PiiKinds.MacAddress, "mac-address", start, BareMac, 0.7);
            }
        }
    }

    /// <summary>Whether the row of groups is longer to the left; "MAC:" is no group.</summary>
    private static bool IsGroupBefore(ReadOnlySpan<char> text, int start, char separator, int size) =>
        start > size && text[start - 1] == separator && text.Slice(start - 1 - size, size).IndexOfAnyExcept(Hex) < 0 && (start == size + 1 || !PiiText.IsWord(text[start - size - 2]));

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
