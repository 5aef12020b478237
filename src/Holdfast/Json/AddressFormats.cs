using System.Net;
using System.Net.Sockets;

namespace Holdfast.Json;

/// <summary>The formats of addresses: RFC 5321 (email), RFC 1123 (hostname), RFC 2673 and 4291 (IP), RFC 3986 (URI).</summary>
internal static class AddressFormats
{
    private const string AtomSpecials = "!#$%&'*+-/=?^_`{|}~.";
    private const string UriSpecials = "-._~:/?#[]@!$&'()*+,;=%";

    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > 254)
            return false;
        var local = text[..at];
        var domain = text[(at + 1)..];
        if (domain is ['[', .., ']'])
            return IsIPv4(domain[1..^1]) || (domain.StartsWith("[IPv6:") && IsIPv6(domain[6..^1]));
        return IsLocalPart(local) && IsHostname(domain);
    }

    public static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 253)
            return false;
        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
                return false;
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-' && !char.IsLetterOrDigit(c))
                    return false;
            }
        }

        return true;
    }

    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0') || int.Parse(part) > 255)
                return false;
        }

        return parts == 4;
    }

    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        if (text.Length is < 2 or > 45 || text.ContainsAny("%[]/"))
            return false;
        var point = text.IndexOf('.');
        return (point < 0 || IsIPv4(text[(text.LastIndexOf(':') + 1)..])) && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(text[0]))
            return false;
        foreach (var c in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        return HasUriCharacters(text) && Uri.TryCreate(text.ToString(), UriKind.Absolute, out _);
    }

    public static bool IsUriReference(ReadOnlySpan<char> text) =>
        HasUriCharacters(text) && Uri.TryCreate(text.ToString(), UriKind.RelativeOrAbsolute, out _);

    private static bool HasUriCharacters(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && !(i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])))
                return false;
            if (!char.IsAsciiLetterOrDigit(text[i]) && !UriSpecials.Contains(text[i]))
                return false;
        }

        return text.Count('#') <= 1;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local is ['"', _, .., '"'])
            return !local[1..^1].ContainsAny("\"\\\r\n");
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
            return false;
        foreach (var c in local)
        {
            if (!char.IsLetterOrDigit(c) && !AtomSpecials.Contains(c))
                return false;
        }

        return true;
    }
}
