using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Web addresses and GUIDs, for those who ask for them.</summary>
internal static class WebRecogniser
{
    private const int Longest = 2048;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Schemes = new HashSet<string>(["http", "https", "ftp", "ftps", "ws", "wss", "sftp", "ssh", "git", "svn", "rtsp", "rtmp", "ldap", "ldaps", "smb", "nfs", "irc", "telnet", "gopher", "s3", "amqp", "mqtt", "redis", "mongodb", "postgres", "postgresql", "mysql"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Stops = SearchValues.Create(" \t\r\n\"'<>`{}|\\^");

    /// <summary>Top-level domains that a bare name such as "example.com" may end in; any two letters count as well.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevel = new HashSet<string>(
        "com,org,net,edu,gov,mil,int,info,biz,name,app,dev,shop,site,online,store,tech,blog,cloud,xyz,club,news,live,page,agency,travel,museum,email,health,care,design,world,today,media,jobs,mobi,pro,asia,coop,aero,tel,berlin,london,nyc,paris,top,vip,fun,wiki,art,bank,group,company,solutions,services,systems,network,digital,software,social,studio,marketing,guru,ninja,zone,space,website,host,photo,photos,video,academy,center,community,education,events,finance,fund,global,help,house,institute,international,legal,life,love,market,money,one,press,restaurant,school,support,team,tools,tours,work,works".Split(','), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static void CollectUrls(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var from = 0; from < text.Length;)
        {
            var dot = text[from..].IndexOfAny('.', ':');
            if (dot < 0)
            {
                return;
            }

            dot += from;
            var start = dot;
            while (start > from && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '_'))
            {
                start--;
            }

            var scheme = text[dot..].StartsWith("://", StringComparison.Ordinal);
            if (text[dot] == ':' && !scheme)
            {
                from = dot + 1;
                continue;
            }

            var host = scheme ? dot + 3 : start;
            var stop = text[host..Math.Min(text.Length, host + Longest)].IndexOfAny(Stops);
            var end = stop < 0 ? Math.Min(text.Length, host + Longest) : host + stop;
            from = Math.Max(end, dot + 1);
            var known = !scheme || Schemes.Contains(text[start..dot]);
            if (!known || (start > 0 && text[start - 1] is '@' or '/' or '.') || Address(text, host, end, scheme) is not (> 0 and var close))
            {
                continue;
            }

            selection.Add(matches, PiiKinds.Url, "url", start, close - start, 0.8);
        }
    }

    /// <summary>The end of the address whose host begins here, or -1.</summary>
    private static int Address(ReadOnlySpan<char> text, int host, int limit, bool scheme)
    {
        var name = host;
        var at = scheme ? text[host..limit].IndexOf('@') : -1;
        if (at >= 0 && text.Slice(host, at).IndexOf('/') < 0)
        {
            name = host + at + 1;
        }

        var end = Domain.End(text, name, limit);
        if (end < 0)
        {
            var run = text[name..limit].IndexOfAnyExcept(SearchValues.Create("0123456789."));
            end = run < 0 ? limit : name + run;
            if (scheme && name < limit && text[name] == '[' && text[name..limit].IndexOf(']') is > 1 and var close && System.Net.IPAddress.TryParse(text.Slice(name + 1, close - 1), out _))
            {
                return Tail(text, name + close + 1, limit);
            }

            // A name of the inner network: "http://intranet/start".
            var single = name;
            while (scheme && single < limit && (char.IsAsciiLetterOrDigit(text[single]) || text[single] == '-'))
            {
                single++;
            }

            if (single - name >= 3 && char.IsAsciiLetter(text[name]) && text[single - 1] != '-' && (single == limit || text[single] is '/' or ':' or '?' or '#'))
            {
                return Tail(text, single, limit);
            }

            return scheme && System.Net.IPAddress.TryParse(text[name..end].TrimEnd('.'), out _) ? Tail(text, end, limit) : -1;
        }

        var label = text[name..end];
        label = label[(label.LastIndexOf('.') + 1)..];
        if ((end < text.Length && text[end] == '@') || (!scheme && label.Length != 2 && !TopLevel.Contains(label) && !label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)))
        {
            return -1;
        }

        return Tail(text, end, limit);
    }

    private static int Tail(ReadOnlySpan<char> text, int end, int limit)
    {
        if (end < limit && text[end] is ':' or '/' or '?' or '#')
        {
            var rest = text[end..limit].TrimEnd(".,;:!?)]'");
            return end + rest.Length;
        }

        return end;
    }

    public static void CollectGuids(ReadOnlySpan<char> text, PiiSelection selection, List<PiiMatch> matches)
    {
        for (var at = 0; at + 32 <= text.Length;)
        {
            if (!char.IsAsciiHexDigit(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && (PiiText.IsWord(text[end]) || text[end] == '-'))
            {
                end++;
            }

            if (end - at is 32 or 36 && System.Guid.TryParseExact(text[at..end], end - at == 32 ? "N" : "D", out _))
            {
                var prefix = text[..at].EndsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? 9 : 0;
                if (prefix == 0 && at > 0 && end < text.Length && (text[at - 1], text[end]) is ('{', '}') or ('(', ')'))
                {
                    selection.Add(matches, PiiKinds.Guid, "guid", at - 1, end - at + 2, 0.9);
                }
                else
                {
                    selection.Add(matches, PiiKinds.Guid, "guid", at - prefix, end - at + prefix, 0.9);
                }
            }

            at = end;
            while (at < text.Length && PiiText.IsWord(text[at]))
            {
                at++;
            }
        }
    }
}
