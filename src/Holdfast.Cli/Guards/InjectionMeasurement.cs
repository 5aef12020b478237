using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary>Counts on a part of the data what the guard finds, by variant.</summary>
internal static class InjectionMeasurement
{
    /// <summary>The table of docs/guards.md, as Markdown.</summary>
    public static IEnumerable<string> Table(InjectionData data, InjectionModel model, DataPart part)
    {
        var detector = new InjectionDetector(model);
        yield return "| text | variant | reported | certain | of |";
        yield return "| --- | --- | --- | --- | --- |";
        foreach (var group in data.Examples.Where(e => e.Part == part)
                     .GroupBy(e => (e.IsInjection, e.IsDocument, e.Variant)).OrderBy(g => g.Key.IsInjection).ThenBy(g => g.Key.IsDocument).ThenBy(g => g.Key.Variant, StringComparer.Ordinal))
        {
            yield return Row(detector, group, (group.Key.IsInjection ? "attack in " : "harmless ") + (group.Key.IsDocument ? "document" : "message"), $"`{group.Key.Variant}`");
        }

        foreach (var group in data.Examples.Where(e => e.Part == part && e.IsInjection).GroupBy(e => e.IsDocument).OrderBy(g => g.Key))
        {
            yield return Row(detector, group, group.Key ? "attack in document" : "attack in message", "all of these");
        }
    }

    private static string Row(InjectionDetector detector, IEnumerable<InjectionExample> examples, string text, string variant)
    {
        var highest = examples.Select(e => detector.Find(e.Text, e.IsDocument).Select(f => f.Confidence).DefaultIfEmpty(0).Max()).ToList();
        return $"| {text} | {variant} | {highest.Count(h => h > 0)} | {highest.Count(h => h >= InjectionDetector.Certain)} | {highest.Count} |";
    }
}
