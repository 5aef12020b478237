using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary>Counts on a part of the data what the guard finds, by variant.</summary>
internal static class InjectionMeasurement
{
    /// <summary>The share of a harmless kind of text that may be reported.</summary>
    private const double Bearable = 0.02;

    /// <summary>The table of docs/guards.md, as Markdown.</summary>
    public static IEnumerable<string> Table(InjectionData data, InjectionModel model, DataPart part)
    {
        var detector = new InjectionDetector(model);
        yield return "| text | variant | reported | certain | above the bar | of |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        var groups = data.Examples.Where(e => e.Part == part).GroupBy(e => (e.IsInjection, e.IsDocument, e.Variant))
            .OrderBy(g => g.Key.IsInjection).ThenBy(g => g.Key.IsDocument).ThenBy(g => g.Key.Variant, StringComparer.Ordinal)
            .Select(g => (g.Key, Highest: Highest(detector, g))).ToList();
        var bars = groups.Where(g => !g.Key.IsInjection).GroupBy(g => g.Key.IsDocument).ToDictionary(g => g.Key, g => g.Max(kind => Bar(kind.Highest)));
        foreach (var (key, highest) in groups)
        {
            yield return Row(highest, bars.GetValueOrDefault(key.IsDocument), (key.IsInjection ? "attack in " : "harmless ") + (key.IsDocument ? "document" : "message"), $"`{key.Variant}`");
        }

        foreach (var kind in groups.Where(g => g.Key.IsInjection).GroupBy(g => g.Key.IsDocument))
        {
            yield return Row([.. kind.SelectMany(g => g.Highest)], bars.GetValueOrDefault(kind.Key), kind.Key ? "attack in document" : "attack in message", "all of these");
        }
    }

    /// <summary>How sure the surest finding in each text is; 0 for none.</summary>
    private static List<double> Highest(InjectionDetector detector, IEnumerable<InjectionExample> examples) =>
        [.. examples.Select(e => detector.Find(e.Text, e.IsDocument).Select(f => f.Confidence).DefaultIfEmpty(0).Max())];

    /// <summary>The lowest bar that no more than the bearable share of harmless texts is above.</summary>
    private static double Bar(List<double> highest) => highest.OrderDescending().ElementAtOrDefault((int)(highest.Count * Bearable));

    private static string Row(List<double> highest, double bar, string text, string variant) =>
        $"| {text} | {variant} | {highest.Count(h => h > 0)} | {highest.Count(h => h >= InjectionDetector.Certain)} | {highest.Count(h => h > bar)} | {highest.Count} |";
}
