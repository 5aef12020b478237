using System.Text.Json;
using Holdfast.Classification;
using Holdfast.Cli.Guards;

namespace Holdfast.Cli.Classification;

/// <summary>The table of docs/classifier.md: what a classifier makes of two public sets of customers' requests.</summary>
internal static class IntentMeasurement
{
    /// <summary>The files that are read.</summary>
    public static readonly string[] Files = [Banking, Clinc, Domains];

    private const string Banking = "intents_banking77.jsonl";
    private const string Clinc = "intents_clinc150.jsonl";
    private const string Domains = "intents_clinc150_domains.json";

    /// <summary>One text in so many is held back where the data does not say which ones are.</summary>
    private const int HeldBackOneIn = 5;

    /// <summary>Trains and measures.</summary>
    /// <returns>Lines of Markdown.</returns>
    public static async IAsyncEnumerable<string> LinesAsync(string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "| data | labels | trained on | held back | accuracy | false rejections | calibration error | out of scope found | file |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        var banking = await ExampleFile.ReadAsync(Path.Combine(folder, Banking), cancellationToken);
        var clinc = await ExampleFile.ReadAsync(Path.Combine(folder, Clinc), cancellationToken);
        foreach (var (name, data) in new[] { ("banking77", Split(banking.Train)), ("clinc150", clinc), ("clinc150, its ten domains", ByDomain(clinc, Path.Combine(folder, Domains))) })
        {
            var classifier = TextClassifier.Train(data.Train, cancellationToken);
            var figures = classifier.Measure(data.HeldBack);
            yield return $"| {name} | {classifier.Labels.Count} | {classifier.Figures.Examples} | {figures.Examples} | {Percent(figures.Accuracy)} | "
                + $"{Percent(figures.FalseRejections)} | {Percent(figures.CalibrationError)} | "
                + $"{(figures.OutOfScopeRecall is { } recall ? $"{Percent(recall)} of {figures.OutOfScopeExamples}" : "")} | {classifier.Write().Length / 1_000_000.0:0.0} MB |";
        }
    }

    /// <summary>A share as the table shows it.</summary>
    public static string Percent(double share) => $"{share * 100:0.0} %";

    private static ExampleFile Split(IReadOnlyList<LabelledText> all) => new([.. all.Where(static e => !IsHeldBack(e))], [.. all.Where(IsHeldBack)]);

    /// <summary>What an agent would be chosen by: each domain holds many intents.</summary>
    private static ExampleFile ByDomain(ExampleFile data, string path)
    {
        using var domains = JsonDocument.Parse(File.ReadAllText(path));
        var domainOf = domains.RootElement.EnumerateObject().SelectMany(static d => d.Value.EnumerateArray().Select(label => (Label: label.GetString()!, d.Name)))
            .ToDictionary(static d => d.Label, static d => d.Name, StringComparer.Ordinal);
        return new ExampleFile([.. data.Train.Select(Rename)], [.. data.HeldBack.Select(Rename)]);

        LabelledText Rename(LabelledText example) => example with { Label = domainOf.GetValueOrDefault(example.Label, example.Label) };
    }

    private static bool IsHeldBack(LabelledText example) => HeldBack.Share(example.Text) < 1.0 / HeldBackOneIn;
}
