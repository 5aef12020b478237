using Holdfast.Safety.Guards.Injection;
using Holdfast.Safety.Text;

namespace Holdfast.Cli.Guards;

/// <summary>Trains both heads on what is not held back, and sets their thresholds by cross-validation there.</summary>
internal static class InjectionTrainer
{
    private const double MostFalseAlarms = 0.015;
    private const float Margin = 0.1f;
    private const float MostFalseDocuments = 0.005f;
    private const float CertainMargin = 1;
    private const int Requests = 2_500;
    private const int Folds = 5;
    private const int Alone = 2_500;
    private const int Crops = 2;
    private const int Seed = 7;

    /// <summary>The model for this data; the same data gives the same bytes.</summary>
    public static InjectionModel Train(InjectionData data)
    {
        var scores = CrossValidate(data);
        return new InjectionModel(
            CalibrateMessages(TrainMessages(data, leftOut: -1), scores.Where(s => !s.Example.IsDocument)),
            CalibrateDocuments(TrainSegments(data, leftOut: -1), scores.Where(s => s.Example.IsDocument)));
    }

    /// <summary>Scores each text that is not held back by a model that has seen neither it nor its likes.</summary>
    public static List<(InjectionExample Example, float Score)> CrossValidate(InjectionData data)
    {
        var scores = new List<(InjectionExample Example, float Score)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var (message, segment) = (TrainMessages(data, fold), TrainSegments(data, fold));
            scores.AddRange(Usable(data).Where(e => e.Fold(Folds) == fold).Select(e => (e, e.IsDocument ? Highest(segment, e.Text) : message.Score(InjectionFeatures.Of(WordsOf(e.Text))))));
        }

        return scores;
    }

    private static IEnumerable<InjectionExample> Usable(InjectionData data) => data.Examples.Where(e => e.Part != DataPart.HeldBack);

    private static LinearHead TrainMessages(InjectionData data, int leftOut)
    {
        var trainer = new HeadTrainer();
        foreach (var example in Usable(data).Where(e => !e.IsDocument && e.Fold(Folds) != leftOut))
        {
            Whole(example.Text, example.IsInjection);
        }

        foreach (var request in data.Requests.Concat(data.Remarks))
        {
            Whole(request, positive: false);
        }

        return trainer.Train();

        void Whole(string text, bool positive)
        {
            var features = InjectionFeatures.Of(WordsOf(text));
            trainer.Add(features, 0, features.Length, [], positive);
        }
    }

    private static LinearHead TrainSegments(InjectionData data, int leftOut)
    {
        var trainer = new HeadTrainer();
        var random = new Random(Seed);
        var train = Usable(data).Where(e => e.IsDocument && e.Fold(Folds) != leftOut).ToList();
        var carriers = train.Where(e => !e.IsInjection).Select(e => e.Text).ToList();
        foreach (var carrier in carriers)
        {
            AddSegments(carrier, 0, carrier.Length, positive: false, weight: 1, trainer);
            for (var i = 0; i < Crops; i++)
            {
                // Answers of tools are often short, so that nothing around a sentence tells its topic.
                var crop = Crop(carrier, random);
                AddSegments(crop, 0, crop.Length, positive: false, weight: 0.5f, trainer);
            }
        }

        var requests = data.Requests.ToArray();
        random.Shuffle(requests);

        // A question that stands alone is what a ticket or an e-mail of a customer holds.
        foreach (var alone in requests.Take(Alone).Concat(Usable(data).Where(e => !e.IsDocument && e.Variant == InjectionData.Ordinary && e.Fold(Folds) != leftOut).Select(e => e.Text).Take(Alone)).Concat(data.Remarks))
        {
            AddSegments(alone, 0, alone.Length, positive: false, weight: 0.5f, trainer);
        }

        var known = train.Where(e => e.Attack is not null).Select(e => e.Attack!).Distinct(StringComparer.Ordinal).ToList();
        // Attacks of the data count more than requests and templates: each is set into many carriers.
        foreach (var harmless in OwnHarmless.All().SelectMany(a => Enumerable.Repeat(a, 4)).Concat(data.Remarks.SelectMany(a => Enumerable.Repeat(a, 2))))
        {
            SetIn(harmless, positive: false);
        }

        foreach (var attack in known.SelectMany(a => Enumerable.Repeat(a, 12)).Concat(OwnAttacks.All().SelectMany(a => Enumerable.Repeat(a, 2))).Concat(requests.Take(Requests)))
        {
            SetIn(attack, positive: true);
        }

        return trainer.Train();

        void SetIn(string sentence, bool positive)
        {
            var carrier = carriers[random.Next(carriers.Count)];
            carrier = random.Next(4) == 0 ? Crop(carrier, random) : carrier;
            var at = Break(carrier, random);
            var said = random.Next(12) == 0 ? sentence.TrimEnd('.', '?', '!') : sentence;
            AddSegments($"{carrier[..at]}\n{said}\n{carrier[at..]}", at + 1, at + 1 + said.Length, positive, weight: 1, trainer);
        }
    }

    /// <summary>Adds the segments of a document that begin within a range of it.</summary>
    private static void AddSegments(string document, int start, int end, bool positive, float weight, HeadTrainer trainer)
    {
        var text = TextNormalisation.Normalise(document);
        var words = InjectionWords.Of(text.Text);
        var features = InjectionFeatures.Of(words);
        var structure = new SegmentFeatures(words, features);
        foreach (var segment in Segments.Of(text.Text, words))
        {
            if (text.Position(words[segment.First].Start) is var place && place >= start && place < end)
            {
                var inputs = new int[SegmentFeatures.PerSegment];
                structure.Of(segment, inputs);
                trainer.Add(features, segment.First * InjectionFeatures.PerWord, segment.Count * InjectionFeatures.PerWord, inputs, positive, weight);
            }
        }
    }

    /// <summary>A few sentences of a document.</summary>
    private static string Crop(string text, Random random)
    {
        var start = Break(text, random);
        return text.Substring(start, Math.Min(text.Length - start, random.Next(60, 400)));
    }

    /// <summary>A place between two sentences.</summary>
    private static int Break(string text, Random random)
    {
        var from = random.Next(3) == 0 ? 0 : Math.Min(text.Length, random.Next(text.Length));
        var next = text.AsSpan(from).IndexOfAny(".!?\n");
        return from == 0 ? 0 : next < 0 ? text.Length : from + next + 1;
    }

    /// <summary>The lowest threshold at which no harmless kind of message is reported too often, with a margin; and one that no harmless text reaches.</summary>
    private static LinearHead CalibrateMessages(LinearHead head, IEnumerable<(InjectionExample Example, float Score)> scores)
    {
        var variants = scores.Where(s => !s.Example.IsInjection).GroupBy(s => s.Example.Variant, s => s.Score, StringComparer.Ordinal).Select(g => g.OrderDescending().ToList()).ToList();
        return head.With(
            variants.Max(s => s[(int)(MostFalseAlarms * s.Count)]) + Margin,
            variants.Max(s => s[0]) + CertainMargin);
    }

    /// <summary>
    /// Harmless documents are too few to count so small a share among them. Their tenth with the highest scores falls off like an exponential, and its
    /// slope tells where the share is reached.
    /// </summary>
    private static LinearHead CalibrateDocuments(LinearHead head, IEnumerable<(InjectionExample Example, float Score)> scores)
    {
        var harmless = scores.Where(s => !s.Example.IsInjection).Select(s => s.Score).OrderDescending().ToList();
        var tail = harmless.Count / 10;
        var slope = harmless.Take(tail).Average(s => s - harmless[tail]);
        var suspicious = harmless[tail] + (slope * MathF.Log(0.1f / MostFalseDocuments));
        return head.With(suspicious, Math.Max(harmless[0], suspicious) + CertainMargin);
    }

    private static float Highest(LinearHead head, string text)
    {
        var seen = TextNormalisation.Normalise(text).Text;
        var words = InjectionWords.Of(seen);
        return head.Highest(seen, words, InjectionFeatures.Of(words)).Score;
    }

    private static List<InjectionWord> WordsOf(string text) => InjectionWords.Of(TextNormalisation.Normalise(text).Text);
}
