namespace Holdfast.Cli.Guards;

/// <summary>The tables of docs/guards.md: what the guards for personal data and secrets find, and what they take for one wrongly.</summary>
internal static class PrivacyTable
{
    /// <summary>The files that are read.</summary>
    public static readonly string[] Files = [Cases, Sentences, Secrets];

    private const string Cases = "pii_cases.jsonl";
    private const string Sentences = "pii_sentences.jsonl";
    private const string Secrets = "secrets_parts.jsonl";

    /// <summary>A minimum below the default: it takes numbers for telephone numbers by their form alone.</summary>
    private const double Thorough = 0.3;

    /// <summary>Measures.</summary>
    /// <param name="folder">Where the development data lies.</param>
    /// <param name="heldBack">Whether to measure the part that was never used for tuning, or the other.</param>
    /// <returns>Lines of Markdown.</returns>
    public static IEnumerable<string> Lines(string folder, bool heldBack)
    {
        var cases = PiiMeasurement.Measure(Path.Combine(folder, Cases), heldBack, minimumConfidence: 0.5);
        yield return "| bare values and near misses (`pii_cases`) | values | found | recall | wrong | precision |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (var row in cases.Where(static r => r.Core && r.Values + r.Negatives >= 8))
        {
            yield return Line(row);
        }

        yield return Line(PiiMeasurement.Sum("all core entities", cases.Where(static r => r.Core)));
        var thorough = PiiMeasurement.Measure(Path.Combine(folder, Cases), heldBack, Thorough);
        yield return Line(PiiMeasurement.Sum($"all core entities, `MinimumConfidence` {Thorough}", thorough.Where(static r => r.Core)));
        yield return Line(PiiMeasurement.Sum("national identifiers", cases.Where(static r => !r.Core)));
        yield return "";
        yield return "| whole sentences (`pii_sentences`) | values | found | recall | wrong | precision |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (var row in PiiMeasurement.MeasureSentences(Path.Combine(folder, Sentences), heldBack).Where(static r => r.Values > 0))
        {
            yield return Line(row);
        }

        yield return "";
        yield return "| secrets (`secrets_parts`) | texts with one | found | texts without | wrong |";
        yield return "| --- | --- | --- | --- | --- |";
        var secrets = SecretMeasurement.Measure(Path.Combine(folder, Secrets), heldBack);
        yield return Line("published Google keys, which the data calls harmless", secrets.Where(static r => r.Rule == "gcp-api-key"));
        yield return Line("all other rules", secrets.Where(static r => r.Rule != "gcp-api-key"));
    }

    private static string Line(PiiMeasurement.Row row) => $"| {row.Entity} | {row.Values} | {row.Found} | {Percent(row.Recall)} | {row.Wrong} | {Percent(row.Precision)} |";

    private static string Line(string name, IEnumerable<SecretMeasurement.Row> rows)
    {
        var sum = SecretMeasurement.Sum(rows);
        return $"| {name} | {sum.Positives} | {sum.Found} | {sum.Negatives} | {sum.Wrong} |";
    }

    private static string Percent(double share) => $"{share * 100:0.0} %";
}
