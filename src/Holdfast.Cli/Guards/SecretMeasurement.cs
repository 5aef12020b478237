using System.Text.Json;
using Holdfast.Safety.Guards.Secrets;

namespace Holdfast.Cli.Guards;

/// <summary>How well secrets are found in <c>secrets_parts.jsonl</c>.</summary>
internal static class SecretMeasurement
{
    /// <summary>The figures of one rule of the data, or of all together.</summary>
    /// <param name="Rule">Its name in the data.</param>
    /// <param name="Positives">How many texts hold a secret.</param>
    /// <param name="Found">In how many of them one was found.</param>
    /// <param name="Negatives">How many texts hold none.</param>
    /// <param name="Wrong">In how many of them one was found nevertheless.</param>
    internal sealed record Row(string Rule, int Positives, int Found, int Negatives, int Wrong);

    /// <summary>Measures whole texts: the data does not say where in a text the secret is.</summary>
    /// <param name="path">The data.</param>
    /// <param name="heldBack">Whether to measure the part that was never used for tuning, or the other.</param>
    /// <param name="miss">Told of every text that went wrong, for tuning; never given the held-back part.</param>
    public static IReadOnlyList<Row> Measure(string path, bool heldBack, Action<string>? miss = null)
    {
        var rows = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement;
            var rule = row.GetProperty("rule").GetString()!;
            if (HeldBack.Contains($"{rule}|{row.GetProperty("id").GetString()}") != heldBack)
            {
                continue;
            }

            var text = string.Concat(row.GetProperty("parts").EnumerateArray().Select(static p => p.GetString()));
            var positive = row.GetProperty("label").GetString() == "positive";
            var found = SecretScanner.Find(text).Count > 0 ? 1 : 0;
            var before = rows.GetValueOrDefault(rule) ?? new Row(rule, 0, 0, 0, 0);
            rows[rule] = positive ? before with { Positives = before.Positives + 1, Found = before.Found + found } : before with { Negatives = before.Negatives + 1, Wrong = before.Wrong + found };
            if (!heldBack && positive != (found == 1))
            {
                miss?.Invoke($"{rule} {(positive ? "missed" : "wrong")}: {text}");
            }
        }

        return [.. rows.Values];
    }

    /// <summary>All rules together.</summary>
    public static Row Sum(IEnumerable<Row> rows) =>
        rows.Aggregate(new Row("all", 0, 0, 0, 0), static (sum, row) => sum with { Positives = sum.Positives + row.Positives, Found = sum.Found + row.Found, Negatives = sum.Negatives + row.Negatives, Wrong = sum.Wrong + row.Wrong });
}
