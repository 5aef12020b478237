namespace Holdfast.Classification;

/// <summary>Counts right and wrong predictions.</summary>
internal static class Measurement
{
    public static ClassifierFigures Of(IReadOnlyList<(Prediction Prediction, string Label)> judged)
    {
        var known = judged.Where(static j => j.Label != TextClassifier.OutOfScope).ToList();
        var strangers = judged.Where(static j => j.Label == TextClassifier.OutOfScope).ToList();
        return new ClassifierFigures(
            known.Count,
            Share(known, IsRight),
            Share(known, static j => !j.Prediction.InScope),
            known.GroupBy(static j => Baseline.Range(j.Prediction.Confidence))
                .Sum(range => Math.Abs(range.Average(static j => j.Prediction.Confidence) - Share([.. range], IsRight)) * range.Count() / known.Count),
            strangers.Count,
            strangers.Count == 0 ? null : Share(strangers, static j => !j.Prediction.InScope));
    }

    private static bool IsRight((Prediction Prediction, string Label) judged) => judged.Prediction.Alternatives[0].Label == judged.Label;

    private static double Share(List<(Prediction Prediction, string Label)> judged, Predicate<(Prediction Prediction, string Label)> counts) =>
        judged.Count == 0 ? 0 : (double)judged.FindAll(counts).Count / judged.Count;
}
