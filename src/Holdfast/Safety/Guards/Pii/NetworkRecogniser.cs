using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>IP and MAC addresses.</summary>
internal static class NetworkRecogniser
{
    private const int LongestIp = 45;
    private const int BareMac = 12;
    private const int SpacedMac = 17;
    private const int HalvedMac = 13;
    private const int EightPairs = 23;

    private static readonly SearchValues<string> MacWords = PiiText.Words("mac, macaddr, mac_addr, hwaddr, lladdr, hardware address, physical address, link-layer, network card, network adapter, nic, ethernet, ether, wlan, wifi, wi-fi, bluetooth, bssid");

    private static readonly SearchValues<string> IpWords = PiiText.Words("ip, ipv6, ipv4, ip address, addr, host, ping, subnet, gateway, loopback, link-local, multicast, unspecified, prefix, bind, listen");

    /// <summary>Four dotted numbers right behind one of these are the number of a release.</summary>
    private static readonly string[] Releases = ["version", "ver.", "release", "build", "firmware", "revision", "chapter", "section", "paragraph"];

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
            if (valid && numbers == 3 && !(start > 0 && (PiiText.Continues(text[start - 1]) || text[start - 1] == '.')) && !(at < text.Length && PiiText.Continues(text[at])) && !IsRelease(text[..start]))
            {
                at = NetworkEnd(text, at, 32);
                selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, at - start, 0.85);
            }

            from = at;
        }
    }

    private static bool IsRelease(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" :");
        foreach (var word in Releases)
        {
            if (before.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
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
                // A label before it: "IP:2001:db8::1". Four hexadecimal digits are no label, but make the row too long.
                var label = text[start..end].IndexOf(':') + 1;
                var isLabel = label is 1 or > 5 || (start > 0 && PiiText.Continues(text[start - 1]));
                if (isLabel && label < end - start && text[start + label] != ':')
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
        if (address.Length is < 2 or > LongestIp || address.Count(':') < 2
            || (start > 0 && PiiText.Continues(text[start - 1])) || (end < text.Length && PiiText.Continues(text[end]))
            || !IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        // Letters and colons alone are mostly names of a program, "abc::def".
        if (address.IndexOfAnyInRange('0', '9') < 0 && !PiiText.IsWhole(text, start, address.Length) && !PiiText.HasContext(text, start, address.Length, IpWords))
        {
            return false;
        }

        // The zone of a link-local address, and the length of a network's prefix.
        if (end + 1 < text.Length && text[end] == '%' && PiiText.IsWord(text[end + 1]))
        {
            var zone = end + 1;
            while (zone < text.Length && zone - end < 16 && (PiiText.IsWord(text[zone]) || (text[zone] is '.' or '-' && zone + 1 < text.Length && PiiText.IsWord(text[zone + 1]))))
            {
                zone++;
            }

            end = zone;
        }

        end = NetworkEnd(text, end, 128);
        selection.Add(matches, PiiKinds.IpAddress, "ip-address", start, end - start, 0.85);
        return true;
    }

    /// <summary>Six or eight pairs with one separator, or three groups of four: EUI-48 and EUI-64 as IEEE, Windows, Cisco and Huawei write them.</summary>
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
            var size = FirstGroup(text, next);
            var start = next - size;
            var groups = size == 4 ? 3 : 6;
            if (size == 2 && start + EightPairs <= text.Length && IsMac(text.Slice(start, EightPairs), text[next], size))
            {
                groups = 8;
            }

            var end = start + (size * groups) + groups - 1;
            if (size > 0 && end <= text.Length && IsMac(text[start..end], text[next], size) && !(start > 0 && PiiText.IsWord(text[start - 1])) && !(end < text.Length && PiiText.IsWord(text[end]))
                && (text[next] == ':' || (text[next] == '-' && size == 2) || text[start..end].IndexOfAnyExcept("0123456789-.") >= 0 || PiiText.HasContext(text, start, end - start, MacWords))
                && !IsGroupBefore(text, start, text[next], size) && !(end < text.Length && (text[end] == text[next] && end + 1 < text.Length && PiiText.IsWord(text[end + 1]))))
            {
                selection.Add(matches, PiiKinds.MacAddress, "mac-address", start, end - start, 0.9);
                at = end;
            }
        }
    }

    /// <summary>How long the row of hexadecimal digits before a separator is, where it can begin a hardware address: pairs, or groups of four; 0 where not.</summary>
    private static int FirstGroup(ReadOnlySpan<char> text, int separator)
    {
        var start = separator;
        while (start > 0 && separator - start <= 4 && char.IsAsciiHexDigit(text[start - 1]))
        {
            start--;
        }

        return separator - start is 2 or 4 && !(start > 0 && PiiText.IsWord(text[start - 1])) ? separator - start : 0;
    }

    /// <summary>Twelve hexadecimal digits, or pairs and halves apart by spaces or hyphens, where words say what they are.</summary>
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
            var length = at < text.Length && at - start == 2 && text[at] == ' ' && start + SpacedMac <= text.Length && IsMac(text.Slice(start, SpacedMac), ' ', 2) ? SpacedMac
                : at < text.Length && at - start == 6 && text[at] is '-' or ':' && start + HalvedMac <= text.Length && IsMac(text.Slice(start, HalvedMac), text[at], 6) ? HalvedMac : 0;
            if (length > 0 && PiiText.StandsAlone(text, start, start + length) && (PiiText.HasContext(text, start, length, MacWords) || PiiText.IsWhole(text, start, length)))
            {
                selection.Add(matches, PiiKinds.MacAddress, "mac-address", start, length, 0.7);
                at = start + length;
                continue;
            }

            if (at - start == BareMac && PiiText.StandsAlone(text, start, at) && (PiiText.HasContext(text, start, BareMac, MacWords) || (PiiText.IsWhole(text, start, BareMac) && text[start..at].IndexOfAnyExceptInRange('0', '9') >= 0)))
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

        return value.IndexOfAnyExcept("0:-. ") >= 0 && value.IndexOfAnyExcept("fF:-. ") >= 0;
    }
}
