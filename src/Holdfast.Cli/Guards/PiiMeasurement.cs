using System.Text.Json;
using Holdfast.Safety.Guards.Pii;

namespace Holdfast.Cli.Guards;

/// <summary>How well the recognisers of personal data do on <c>pii_cases.jsonl</c>.</summary>
internal static class PiiMeasurement
{
    /// <summary>The figures of one entity, or of several together.</summary>
    /// <param name="Entity">Its name in the data.</param>
    /// <param name="Core">Whether the data calls it one of the internationally useful ones.</param>
    /// <param name="Values">How many values there are to find.</param>
    /// <param name="Found">How many of them were found whole.</param>
    /// <param name="Wrong">How many findings are no value.</param>
    /// <param name="Negatives">How many texts hold no value.</param>
    internal sealed record Row(string Entity, bool Core, int Values, int Found, int Wrong, int Negatives)
    {
        public double Recall => Values == 0 ? 1 : (double)Found / Values;

        public double Precision => Found + Wrong == 0 ? 1 : (double)Found / (Found + Wrong);
    }

    /// <summary>Measures each entity with its own recogniser.</summary>
    /// <param name="path">The data.</param>
    /// <param name="heldBack">Whether to measure the part that was never used for tuning, or the other.</param>
    /// <param name="minimumConfidence">What counts as found: 0 for any candidate, 0.5 for what the guard acts on.</param>
    /// <param name="miss">Told of every row that went wrong, for tuning; never given the held-back part.</param>
    public static IReadOnlyList<Row> Measure(string path, bool heldBack, double minimumConfidence, Action<string>? miss = null)
    {
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        var selection = new PiiSelection(PiiKinds.All, minimumConfidence);
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var (text, entity, spans) = Read(document.RootElement);
            var value = spans.Count > 0 && spans[0].Start >= 0 ? text[spans[0].Start..spans[0].End] : text;
            if (HeldBack.Contains($"{entity}|{HeldBack.Stem(value)}") != heldBack)
            {
                continue;
            }

            var count = document.RootElement.GetProperty("n").GetInt32();
            var recogniser = entity is "PH_MOBILE_NUMBER" or "TR_PHONE_NUMBER" ? "phone-number" : entity.ToLowerInvariant().Replace('_', '-');
            var matches = PiiScanner.Collect(text, selection).Where(m => m.Recogniser == recogniser).ToList();
            var placed = spans.Count > 0 && spans.TrueForAll(static s => s.Start >= 0);
            var found = placed ? spans.Count(s => matches.Exists(m => m.Start <= s.Start && m.Start + m.Length >= s.End)) : Math.Min(count, matches.Count);
            var wrong = placed ? matches.Count(m => !spans.Exists(s => m.Start < s.End && s.Start < m.Start + m.Length)) : Math.Max(0, matches.Count - count);
            var before = rows.GetValueOrDefault(entity) ?? new Row(entity, document.RootElement.GetProperty("core").GetBoolean(), 0, 0, 0, 0);
            rows[entity] = before with { Values = before.Values + count, Found = before.Found + Math.Min(found, count), Wrong = before.Wrong + wrong, Negatives = before.Negatives + (count == 0 ? 1 : 0) };
            if (!heldBack && (found < count || wrong > 0))
            {
                miss?.Invoke($"{entity} {found}/{count} wrong {wrong}: {text.ReplaceLineEndings("\\n")}");
            }
        }

        return [.. rows.Values.OrderByDescending(static r => r.Core).ThenBy(static r => r.Entity, StringComparer.Ordinal)];
    }

    /// <summary>Measures what the guard acts on in whole sentences, per entity of <c>pii_sentences.jsonl</c>.</summary>
    public static IReadOnlyList<Row> MeasureSentences(string path, bool heldBack, Action<string>? miss = null)
    {
        var rows = Entities.ToDictionary(static e => e.Key, static e => new Row(e.Key, e.Value.Core, 0, 0, 0, 0), StringComparer.Ordinal);
        var selection = new PiiSelection(PiiKinds.Default.Concat(Entities.Values.Select(static e => e.Kind)), 0.5);
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            if (HeldBack.Contains(row.GetProperty("template").ToString()) != heldBack)
            {
                continue;
            }

            var text = row.GetProperty("text").GetString()!;
            var units = Units(text);
            var spans = row.GetProperty("spans").EnumerateArray()
                .Select(s => (Entity: s.GetProperty("entity").GetString()!, Start: units[s.GetProperty("start").GetInt32()], End: units[s.GetProperty("end").GetInt32()])).ToList();
            var matches = PiiScanner.Find(text, selection);
            foreach (var (entity, (kind, _)) in Entities)
            {
                var values = spans.Where(s => s.Entity == entity).ToList();
                var found = values.Count(v => matches.Exists(m => m.Start <= v.Start && m.Start + m.Length >= v.End));
                var wrong = matches.Count(m => m.Kind == kind && !values.Exists(v => m.Start < v.End && v.Start < m.Start + m.Length));
                rows[entity] = rows[entity] with { Values = rows[entity].Values + values.Count, Found = rows[entity].Found + found, Wrong = rows[entity].Wrong + wrong, Negatives = rows[entity].Negatives + (values.Count == 0 ? 1 : 0) };
                if (!heldBack && (found < values.Count || wrong > 0))
                {
                    miss?.Invoke($"{entity} {found}/{values.Count} wrong {wrong}: {text.ReplaceLineEndings("\\n")}");
                }
            }
        }

        return [.. rows.Values];
    }

    private static readonly Dictionary<string, (string Kind, bool Core)> Entities = new(StringComparer.Ordinal)
    {
        ["CREDIT_CARD"] = (PiiKinds.Card, true),
        ["EMAIL_ADDRESS"] = (PiiKinds.Email, true),
        ["PHONE_NUMBER"] = (PiiKinds.Phone, true),
        ["IP_ADDRESS"] = (PiiKinds.IpAddress, true),
        ["PERSON"] = (PiiKinds.PersonName, false),
        ["STREET_ADDRESS"] = (PiiKinds.StreetAddress, false),
    };

    /// <summary>Several entities together.</summary>
    public static Row Sum(string name, IEnumerable<Row> rows) =>
        rows.Aggregate(new Row(name, Core: true, 0, 0, 0, 0), static (sum, row) => sum with { Values = sum.Values + row.Values, Found = sum.Found + row.Found, Wrong = sum.Wrong + row.Wrong, Negatives = sum.Negatives + row.Negatives });

    /// <summary>The data counts code points, .NET counts UTF-16 units. A start of -1 is a place that the data does not know.</summary>
    private static (string Text, string Entity, List<(int Start, int End)> Spans) Read(JsonElement row)
    {
        var text = row.GetProperty("text").GetString()!;
        var units = Units(text);
        var spans = row.GetProperty("spans").EnumerateArray().Select(s => s[0].GetInt32() < 0 ? (-1, -1) : Trim(text, units[s[0].GetInt32()], units[s[1].GetInt32()])).ToList();
        return (text, row.GetProperty("entity").GetString()!, spans);
    }

    /// <summary>Some spans of the data begin or end with a space.</summary>
    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && text[start] == ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] == ' ')
        {
            end--;
        }

        return (start, end);
    }

    private static List<int> Units(string text)
    {
        var units = new List<int> { 0 };
        foreach (var rune in text.EnumerateRunes())
        {
            units.Add(units[^1] + rune.Utf16SequenceLength);
        }

        return units;
    }
}
