using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Testing.RedTeam;

/// <summary>Reads texts as a model does that understands every disguise: whatever looks like a tool's name beside arguments of it is an order.</summary>
internal static partial class OrderReader
{
    private const int Depth = 3;

    /// <summary>How far a tool's name may stand from its arguments.</summary>
    private const int Reach = 90;

    /// <summary>The orders in a text, and the pieces of orders that go on in another text.</summary>
    /// <param name="text">What was read.</param>
    /// <param name="tools">The names of the tools, each with the names of its parameters.</param>
    public static (List<Order> Orders, List<string> Pieces) Read(string text, IReadOnlyDictionary<string, IReadOnlySet<string>> tools)
    {
        var orders = new List<Order>();
        var readings = Readings(text, tools);
        foreach (var reading in readings)
        {
            Find(reading, tools, orders);
        }

        var pieces = readings.SelectMany(r => Piece().Matches(r)).Select(m => m.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        return (orders, [.. pieces]);
    }

    /// <summary>A text and everything that it may hide.</summary>
    private static List<string> Readings(string text, IReadOnlyDictionary<string, IReadOnlySet<string>> tools)
    {
        var all = new List<string> { text };
        var known = new HashSet<string>(StringComparer.Ordinal) { text };
        for (var (from, depth) = (0, 0); depth < Depth; depth++)
        {
            var until = all.Count;
            for (; from < until; from++)
            {
                all.AddRange(Inside(all[from], tools).Where(inner => inner.Length > 0 && known.Add(inner)));
            }
        }

        return all;
    }

    private static IEnumerable<string> Inside(string text, IReadOnlyDictionary<string, IReadOnlySet<string>> tools)
    {
        foreach (var leaf in Objects(text).SelectMany(o => Leaves(o.Value)))
        {
            yield return leaf;
        }

        yield return Visible(text);
        foreach (Match run in Base64().Matches(text))
        {
            var bytes = new byte[run.Length];
            if (Convert.TryFromBase64String(run.Value, bytes, out var length))
            {
                yield return Encoding.UTF8.GetString(bytes, 0, length);
            }
        }

        foreach (Match run in Hex().Matches(text))
        {
            yield return Encoding.UTF8.GetString(Convert.FromHexString(run.Length % 2 == 0 ? run.Value : run.Value[..^1]));
        }

        if (text.Contains('%', StringComparison.Ordinal))
        {
            yield return Uri.UnescapeDataString(text);
        }

        if (text.Contains("&#", StringComparison.Ordinal))
        {
            yield return WebUtility.HtmlDecode(text);
        }

        if (text.Contains("\\u", StringComparison.Ordinal))
        {
            yield return Escape().Replace(text, m => ((char)int.Parse(m.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        }

        // Any text can be turned round: what makes no sense then is not read on.
        foreach (var turned in (string[])[Disguise.Rot13(text), Disguise.Reversed(Visible(text))])
        {
            if (tools.Keys.Any(tool => turned.Contains(tool, StringComparison.OrdinalIgnoreCase)))
            {
                yield return turned;
            }
        }
    }

    /// <summary>The text as it looks: hidden characters gone or shown, letters that look like others replaced by them.</summary>
    private static string Visible(string text)
    {
        const string twins = "асеорхуі";
        const string latin = "aceopxyi";
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > 0xE0000 and < 0xE007F)
            {
                shown.Append((char)(rune.Value - 0xE0000));
            }
            else if (rune.Value is >= 0xFF01 and <= 0xFF5E)
            {
                shown.Append((char)(rune.Value - 0xFEE0));
            }
            else if (rune.IsBmp && twins.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at)
            {
                shown.Append(latin[at]);
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }

    /// <summary>Adds the orders that stand openly in a text.</summary>
    public static void Find(string text, IReadOnlyDictionary<string, IReadOnlySet<string>> tools, List<Order> orders)
    {
        if (!tools.Keys.Any(tool => text.Contains(tool, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        foreach (var (start, end, value) in Objects(text))
        {
            var before = text[Math.Max(0, start - Reach)..start];
            var after = text[end..Math.Min(text.Length, end + Reach)];
            var named = tools.Keys.Where(t => Fits(value, tools[t]))
                .Select(t => (Tool: t, Distance: Distance(before, after, t))).Where(t => t.Distance >= 0).OrderBy(t => t.Distance).FirstOrDefault();
            if (named.Tool is not null)
            {
                var order = new Order(
                    named.Tool,
                    value.GetRawText(),
                    text.Contains(Disguise.Later, StringComparison.Ordinal),
                    text.Contains(Disguise.Insist, StringComparison.Ordinal) ? 3 : 1,
                    text.Contains(Disguise.PlanFirst, StringComparison.Ordinal));
                if (!orders.Exists(o => o.Tool == order.Tool && o.Arguments == order.Arguments))
                {
                    orders.Add(order);
                }
            }
        }
    }

    private static bool Fits(JsonElement arguments, IReadOnlySet<string> parameters) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.EnumerateObject().All(a => parameters.Contains(a.Name)) && (arguments.EnumerateObject().Any() || parameters.Count == 0);

    private static int Distance(string before, string after, string tool)
    {
        var last = before.LastIndexOf(tool, StringComparison.OrdinalIgnoreCase);
        var first = after.IndexOf(tool, StringComparison.OrdinalIgnoreCase);
        return last >= 0 ? before.Length - last - tool.Length : first >= 0 ? first + Reach : -1;
    }

    /// <summary>The JSON objects and arrays in a text, without those inside others.</summary>
    private static IEnumerable<(int Start, int End, JsonElement Value)> Objects(string text)
    {
        for (var i = 0; i < text.Length && text.AsSpan(i).IndexOfAny('{', '[') is >= 0 and var ahead;)
        {
            i += ahead;
            if (TryRead(text, i, out var end) is { } value)
            {
                yield return (i, end, value);
                i = end;
            }
            else
            {
                i++;
            }
        }
    }

    private static JsonElement? TryRead(string text, int start, out int end)
    {
        var bytes = Encoding.UTF8.GetBytes(text[start..]);
        var reader = new Utf8JsonReader(bytes);
        end = start;
        try
        {
            var value = JsonElement.ParseValue(ref reader);
            end = start + Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.BytesConsumed));
            return value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Leaves(m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        _ => [],
    };

    [GeneratedRegex("«([^»]*)»", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Piece();

    [GeneratedRegex("[A-Za-z0-9+/]{24,}={0,2}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Base64();

    [GeneratedRegex("(?:[0-9a-f]{2}){16,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hex();

    [GeneratedRegex(@"\\u([0-9a-f]{4})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
