using System.Buffers;
using System.Text;

namespace Holdfast.Safety.Guards.Secrets;

/// <summary>Finds secrets by the marks that they cannot do without; text without a mark costs two vectorised searches.</summary>
internal static class SecretScanner
{
    private const string KeyBegin = "-----BEGIN ";
    private const int LongestKeyLabel = 48;

    private static readonly SearchValues<string> Marks = SearchValues.Create([.. SecretTokens.All.Select(static t => t.Prefix).Distinct(), KeyBegin, "eyJ", "://", "Q~", ":AA", "_mmk"], StringComparison.Ordinal);

    private static readonly SecretToken[][] ByFirst =
        [.. Enumerable.Range(0, 128).Select(static c => SecretTokens.All.Where(t => t.Prefix[0] == c).OrderByDescending(static t => t.Prefix.Length).ToArray())];

    /// <summary>What was found, each place once, in order of the text.</summary>
    public static List<SecretMatch> Find(ReadOnlySpan<char> text)
    {
        var matches = new List<SecretMatch>();
        CollectMarks(text, matches);
        SecretAssignments.Collect(text, matches);
        if (matches.Count < 2)
        {
            return matches;
        }

        matches.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var kept = new List<SecretMatch>(matches.Count);
        foreach (var match in matches)
        {
            if (kept.Count > 0 && kept[^1].Start + kept[^1].Length > match.Start)
            {
                var end = Math.Max(match.Start + match.Length, kept[^1].Start + kept[^1].Length);
                kept[^1] = kept[^1] with { Length = end - kept[^1].Start };
            }
            else
            {
                kept.Add(match);
            }
        }

        return kept;
    }

    private static void CollectMarks(ReadOnlySpan<char> text, List<SecretMatch> matches)
    {
        var tokenEnd = 0;
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(Marks);
            if (at < 0)
            {
                return;
            }

            at += from;
            from = at + 1;
            var rest = text[at..];
            SecretMatch? match = null;
            if (rest[0] == '-')
            {
                match = PrivateKey(text, at);
            }
            else if (rest.StartsWith("eyJ", StringComparison.Ordinal))
            {
                // Two marks within one run of characters share its end, so that no text makes us look for it again and again.
                if (at >= tokenEnd)
                {
                    var run = rest.IndexOfAnyExcept(SecretText.Dotted);
                    tokenEnd = run < 0 ? text.Length : at + run;
                }

                match = Jwt(text, at, tokenEnd);
            }
            else if (rest.StartsWith("://", StringComparison.Ordinal))
            {
                match = UserInfo(text, at);
            }
            else
            {
                match = Token(text, at) ?? Inner(text, at);
            }

            if (match is { } found)
            {
                matches.Add(found);
                from = Math.Max(from, found.Start + found.Length);
            }
        }
    }

    private static SecretMatch? Token(ReadOnlySpan<char> text, int at)
    {
        if (text[at] >= 128 || (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '_')))
        {
            return null;
        }

        foreach (var token in ByFirst[text[at]])
        {
            if (!text[at..].StartsWith(token.Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var start = at + token.Prefix.Length;
            var window = text[start..Math.Min(text.Length, start + token.Most + 4)];
            var run = window.IndexOfAnyExcept(token.Alphabet);
            var rest = run < 0 ? window : window[..run];
            if (rest.Length > token.Most)
            {
                rest = rest.TrimEnd("._-=,:");
            }

            var end = start + rest.Length;
            if (rest.Length < token.Fewest || rest.Length > token.Most || (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')))
            {
                continue;
            }

            if ((token.Check is null || token.Check(rest)) && !(token.Varied && (SecretText.IsPlaceholder(rest) || SecretText.Entropy(rest) < 2.7)))
            {
                return new SecretMatch(SecretKinds.ApiKey, token.Rule, at, end - at);
            }
        }

        return null;
    }

    /// <summary>Keys whose mark is in their middle or at their end.</summary>
    private static SecretMatch? Inner(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        if (rest.StartsWith("Q~", StringComparison.Ordinal))
        {
            var run = rest[2..].IndexOfAnyExcept(SecretText.AzureAlphabet);
            var length = run < 0 ? rest.Length - 2 : run;
            return at >= 4 && length is >= 31 and <= 34 && char.IsAsciiDigit(text[at - 1]) && text.Slice(at - 4, 3).IndexOfAnyExcept(SecretText.AzureAlphabet) < 0
                ? new SecretMatch(SecretKinds.ApiKey, "azure-ad-client-secret", at - 4, length + 6) : null;
        }

        if (rest.StartsWith(":AA", StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && at - start <= 16 && char.IsAsciiDigit(text[start - 1]))
            {
                start--;
            }

            var run = rest[1..].IndexOfAnyExcept(SecretText.Word);
            var length = run < 0 ? rest.Length - 1 : run;
            return at - start is >= 8 and <= 16 && length == 35 && (start == 0 || !char.IsLetterOrDigit(text[start - 1])) ? new SecretMatch(SecretKinds.ApiKey, "telegram-token", start, at - start + 1 + length) : null;
        }

        if (rest.StartsWith("_mmk", StringComparison.Ordinal) && at >= 36 && text[at - 30] == '_' && text.Slice(at - 29, 29).IndexOfAnyExcept(SecretText.Letters) < 0 && text.Slice(at - 36, 6).IndexOfAnyExcept(SecretText.Letters) < 0)
        {
            return new SecretMatch(SecretKinds.ApiKey, "maxmind-license-key", at - 36, 40);
        }

        return null;
    }

    /// <summary>A key that was begun is a secret to its end, or to the end of the text where that is missing.</summary>
    private static SecretMatch? PrivateKey(ReadOnlySpan<char> text, int at)
    {
        var label = text[(at + KeyBegin.Length)..Math.Min(text.Length, at + KeyBegin.Length + LongestKeyLabel)];
        var close = label.IndexOf("-----", StringComparison.Ordinal);
        if (close < 0 || !label[..close].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return null;
        }

        var body = at + KeyBegin.Length + close + 5;
        var end = text[body..].IndexOf("-----END ", StringComparison.Ordinal);
        if (end < 0)
        {
            return new SecretMatch(SecretKinds.PrivateKey, "private-key", at, text.Length - at);
        }

        end += body + 9;
        var tail = text[end..Math.Min(text.Length, end + LongestKeyLabel)].IndexOf("-----", StringComparison.Ordinal);
        return new SecretMatch(SecretKinds.PrivateKey, "private-key", at, (tail < 0 ? end : end + tail + 5) - at);
    }

    private static SecretMatch? Jwt(ReadOnlySpan<char> text, int at, int end)
    {
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
        {
            return null;
        }

        var token = text[at..end].TrimEnd("._-");
        var dot = token.IndexOf('.');
        if (dot < 16 || token.Length < dot + 12)
        {
            return null;
        }

        var rest = token[(dot + 1)..];
        var signed = rest.StartsWith("ey", StringComparison.Ordinal);
        if (!signed && rest.Count('.') != 3)
        {
            return null;
        }

        // An encoded object begins with {" whatever else is in it.
        Span<byte> head = stackalloc byte[12];
        Span<byte> utf8 = stackalloc byte[16];
        Encoding.ASCII.GetBytes(token[..16], utf8);
        return System.Buffers.Text.Base64Url.DecodeFromUtf8(utf8, head, out _, out var written) == OperationStatus.Done && written == 12 && head.StartsWith("{\""u8)
            ? new SecretMatch(SecretKinds.Jwt, "jwt", at, token.Length) : null;
    }

    /// <summary>The password of <c>scheme://user:password@host</c>.</summary>
    private static SecretMatch? UserInfo(ReadOnlySpan<char> text, int at)
    {
        const int Longest = 256;
        var start = at + 3;
        var run = text[start..Math.Min(text.Length, start + Longest)];
        var stop = run.IndexOfAny(SecretText.UrlStops);
        var info = stop < 0 ? run : run[..stop];
        var host = info.LastIndexOf('@');
        var colon = host < 0 ? -1 : info[..host].IndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var password = info[(colon + 1)..host];
        return password.IsEmpty || SecretText.IsPlaceholder(password) || password is "password" or "pass" or "pwd" ? null : new SecretMatch(SecretKinds.Password, "basic-auth", start + colon + 1, password.Length);
    }
}
