using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Web addresses and GUIDs, for those who ask for them.</summary>
internal static class WebRecogniser
{
    private const int Longest = 2048;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Schemes = new HashSet<string>(["http", "https", "ftp", "ftps", "ws", "wss", "sftp", "ssh", "git", "svn", "rtsp", "rtmp", "ldap", "ldaps", "smb", "nfs", "irc", "telnet", "gopher", "s3", "amqp", "mqtt", "redis", "mongodb", "postgres", "postgresql", "mysql"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Stops = SearchValues.Create(" \t\r\n\"'<>`{}|\\^");

    /// <summary>Top-level domains that a bare name such as "example.com" may end in; the codes of countries count as well.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevel = new HashSet<string>(
        ("com,org,net,edu,gov,mil,int,info,biz,name,app,dev,shop,site,online,store,tech,blog,cloud,xyz,club,news,live,page,agency,travel,museum,email,health,care,design,world,today,media,jobs,mobi,pro,asia,coop,aero,tel,berlin,london,nyc,paris,top,vip,fun,wiki,art,bank,group,company,solutions,services,systems,network,digital,software,social,studio,marketing,guru,ninja,zone,space,website,host,photo,photos,video,academy,center,community,education,events,finance,fund,global,help,house,institute,international,legal,life,love,market,money,one,press,restaurant,school,support,team,tools,tours,work,works,"
        + "apartments,bar,beer,best,bike,blue,business,buzz,cafe,camp,capital,cards,careers,cash,cat,chat,church,city,clinic,clothing,coach,coffee,computer,consulting,credit,dance,deals,delivery,dental,direct,directory,dog,earth,energy,"
        + "engineer,estate,exchange,expert,express,farm,film,fish,fit,fitness,foundation,gallery,game,games,garden,gift,gifts,gmbh,golf,green,guide,haus,hotel,hotels,immo,inc,ink,land,law,limited,link,loan,loans,ltd,management,network,"
        + "partners,parts,pictures,pizza,place,plus,post,properties,pub,recipes,red,rent,rentals,repair,report,review,reviews,rocks,run,sale,science,security,shoes,shopping,show,ski,stream,style,supply,tax,taxi,technology,tips,town,toys,trade,"
        + "training,university,ventures,vet,video,vision,vote,watch,wedding,win,wine,yoga,wien,hamburg,koeln,bayern,tokyo,moscow,amsterdam,istanbul,sydney,scot,wales,africa,lat,photography,industries,international,construction,productions,enterprises,technologies,holdings,рф,中国,网络,公司,香港,한국").Split(','), StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Codes of countries that have a domain: ISO 3166 with the domains that differ from it.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Countries = new HashSet<string>(
        ("ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr "
        + "ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt "
        + "mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz "
        + "ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw").Split(' '), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Endings of files that are also countries: "main.py" is no address unless it says www or has a path.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Files = new HashSet<string>("md,py,rs,sh,pl,cc,mm,ps,so,zip,mov".Split(','), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

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
            // "//example.org/x" takes its scheme from the page that holds it.
            var relative = !scheme && start > 1 && text[start - 1] == '/' && text[start - 2] == '/' && !(start > 2 && text[start - 3] is ':' or '/');
            start -= relative ? 2 : 0;
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

            var plain = text[name..single].Equals("localhost", StringComparison.OrdinalIgnoreCase);
            if (single - name >= 3 && (plain || single < limit) && char.IsAsciiLetter(text[name]) && text[single - 1] != '-' && (single == limit || text[single] is '/' or ':' or '?' or '#'))
            {
                return Tail(text, single, limit);
            }

            return scheme && System.Net.IPAddress.TryParse(text[name..end].TrimEnd('.'), out _) ? Tail(text, end, limit) : -1;
        }

        var label = text[name..end];
        label = label[(label.LastIndexOf('.') + 1)..];
        if ((end < text.Length && text[end] == '@') || (!scheme && !IsPublic(text[name..end], label, path: end < limit && text[end] == '/')))
        {
            return -1;
        }

        return Tail(text, end, limit);
    }

    /// <summary>Whether a bare name is one that people write as an address.</summary>
    private static bool IsPublic(ReadOnlySpan<char> name, ReadOnlySpan<char> label, bool path)
    {
        if (name.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && name.Count('.') > 1)
        {
            return true;
        }

        if ((TopLevel.Contains(label) && !(char.IsUpper(label[0]) && char.IsLower(label[^1]))) || label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // "Example.Com": these begin no sentence.
        if (label.Equals("com", StringComparison.OrdinalIgnoreCase) || label.Equals("org", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // "the end.So we": a sentence without its space. "e.g", "a.m": abbreviations.
        var sentence = char.IsUpper(label[0]) && char.IsLower(label[^1]);
        var labels = name.Count('.') + 1;
        return Countries.Contains(label) && !sentence && (path || labels > 2 || name.IndexOf('.') > 1) && name[..^(label.Length + 1)].IndexOfAnyExcept("0123456789.") >= 0 && (path || labels > 2 || !Files.Contains(label));
    }

    private static int Tail(ReadOnlySpan<char> text, int end, int limit)
    {
        if (end < limit && text[end] is ':' or '/' or '?' or '#')
        {
            var rest = text[end..limit].TrimEnd(".,;:!?)]'");

            // A bracket that the address opened is its own: /wiki/Salt_(chemistry).
            var closes = end + rest.Length < limit && text[end + rest.Length] == ')' && rest.LastIndexOf('(') > rest.LastIndexOf(')');
            return end + rest.Length + (closes ? 1 : 0);
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

            // "%7B" and "%7D" are braces in an address.
            at += at > 0 && text[at - 1] == '%' && text[at..].StartsWith("7B", StringComparison.OrdinalIgnoreCase) ? 2 : 0;

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
