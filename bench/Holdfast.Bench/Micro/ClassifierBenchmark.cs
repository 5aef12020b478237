using Holdfast.Classification;

namespace Holdfast.Bench.Micro;

/// <summary>What the training of a classifier costs, and one prediction: 150 labels of 50 made-up texts each, of the size of what customers ask.</summary>
internal static class ClassifierBenchmark
{
    private const int Labels = 150;
    private const int Each = 50;
    private const int WordsOfLabel = 12;
    private const int WordsOfText = 9;

    public static Task<object> RunAsync(BenchOptions options)
    {
        var random = new Random(11);
        var common = Enumerable.Range(0, 800).Select(_ => Word(random)).ToArray();
        var examples = Enumerable.Range(0, options.Quick ? Labels / 10 : Labels).SelectMany(label =>
        {
            var own = Enumerable.Range(0, WordsOfLabel).Select(_ => Word(random)).ToArray();
            return Enumerable.Range(0, Each).Select(_ => new LabelledText(Text(random, common, own), $"label-{label}"));
        }).ToList();
        var started = TimeProvider.System.GetTimestamp();
        var classifier = TextClassifier.Train(examples);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var file = classifier.Write();
        var at = 0;
        var (nanoseconds, bytes) = MicroBenchmark.Time(() => classifier.Predict(examples[at++ % examples.Count].Text), options.Quick ? 5 : 15);
        var long2000 = string.Join(' ', examples.Take(40).Select(e => e.Text))[..2000];
        var (longNanoseconds, longBytes) = MicroBenchmark.Time(() => classifier.Predict(long2000), options.Quick ? 5 : 15);
        Report.Table(["what", "µs", "bytes"], [
            [$"training, {examples.Count} texts", seconds * 1e6, file.Length],
            ["a prediction", nanoseconds / 1000, bytes],
            ["a prediction of 2,000 characters", longNanoseconds / 1000, longBytes],
        ]);
        return Task.FromResult<object>(new { seconds, fileBytes = file.Length, microseconds = nanoseconds / 1000, longMicroseconds = longNanoseconds / 1000 });
    }

    private static string Text(Random random, string[] common, string[] own) =>
        string.Join(' ', Enumerable.Range(0, WordsOfText).Select(i => i % 3 == 0 ? own[random.Next(own.Length)] : common[random.Next(common.Length)]));

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{"bcdfghklmnprstvw"[random.Next(16)]}{"aeiou"[random.Next(5)]}"));
}
