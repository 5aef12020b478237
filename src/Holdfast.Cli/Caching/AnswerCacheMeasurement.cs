using System.Globalization;
using Holdfast.Caching;
using Holdfast.Classification;

namespace Holdfast.Cli.Caching;

/// <summary>How often the cache of answers would give the right and the wrong answer, on questions whose intents are known.</summary>
/// <param name="Questions">How many questions.</param>
/// <param name="Different">Similarity of each question and the lexically nearest one of another intent; null where they are told apart.</param>
/// <param name="Same">The same for the nearest one of its own intent.</param>
/// <param name="Repeated">The same for the question in other case, without punctuation, and with politeness around it.</param>
/// <param name="Asked">For each question, the best similarity among the others of the half, and whether that one has its intent; null where none would be a hit.</param>
internal sealed record AnswerCacheMeasurement(
    int Questions, IReadOnlyList<double?> Different, IReadOnlyList<double?> Same, IReadOnlyList<double?> Repeated, IReadOnlyList<(double Similarity, bool IsRight)?> Asked)
{
    /// <summary>How many of the lexically nearest questions are taken for all that a cache can find.</summary>
    private const int Neighbours = 10;

    private static readonly double[] Thresholds = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    public static AnswerCacheMeasurement Of(IReadOnlyList<LabelledText> questions, CancellationToken cancellationToken)
    {
        var neighbours = new LexicalNeighbours(questions);
        var (different, same, repeated, asked) = (new List<double?>(), new List<double?>(), new List<double?>(), new List<(double, bool)?>());
        for (var i = 0; i < questions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var question = questions[i];
            var nearest = neighbours.Of(i);
            different.AddRange(nearest.Where(other => other.Label != question.Label).Take(1).Select(other => QuestionSimilarity.Of(question.Text, other.Text)));
            same.AddRange(nearest.Where(other => other.Label == question.Label).Take(1).Select(other => QuestionSimilarity.Of(question.Text, other.Text)));
            repeated.AddRange(Repetitions(question.Text).Select(other => QuestionSimilarity.Of(question.Text, other)));
            asked.Add(nearest.Take(Neighbours)
                .Select(other => QuestionSimilarity.Of(question.Text, other.Text) is { } alike ? (Alike: alike, IsRight: other.Label == question.Label) : ((double Alike, bool IsRight)?)null)
                .Where(static hit => hit is not null).MaxBy(static hit => hit!.Value.Alike));
        }

        return new AnswerCacheMeasurement(questions.Count, different, same, repeated, asked);
    }

    /// <summary>The share of pairs that would be a hit.</summary>
    public static double Hits(IReadOnlyList<double?> pairs, double threshold) => pairs.Count == 0 ? 0 : pairs.Count(alike => alike >= threshold) / (double)pairs.Count;

    /// <summary>The share of questions that a cache with all the others would answer, rightly or wrongly.</summary>
    public double Answered(double threshold, bool isRight) => Asked.Count(hit => hit is { } found && found.Similarity >= threshold && found.IsRight == isRight) / (double)Questions;

    /// <summary>The figures as a table in Markdown.</summary>
    public IEnumerable<string> Lines(string name)
    {
        yield return $"| {name}, {Questions} questions: threshold | wrong hits on pairs of different intents | hits on pairs of one intent | hits on repetitions | answered rightly | answered wrongly |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (var threshold in Thresholds)
        {
            yield return $"| {threshold.ToString("0.0", CultureInfo.InvariantCulture)} | {Percent(Hits(Different, threshold))} | {Percent(Hits(Same, threshold))} | {Percent(Hits(Repeated, threshold))} "
                + $"| {Percent(Answered(threshold, isRight: true))} | {Percent(Answered(threshold, isRight: false))} |";
        }
    }

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    private static IEnumerable<string> Repetitions(string question)
    {
        var bare = question.Trim().TrimEnd('?', '.', '!');
        yield return question.ToUpperInvariant();
        yield return bare.ToLowerInvariant();
        yield return $"Hello, {question} Thank you!";
        yield return $"{bare}, please?";
    }
}
