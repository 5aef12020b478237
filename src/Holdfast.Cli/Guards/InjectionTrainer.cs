using Holdfast.Safety.Guards.Injection;
using Holdfast.Safety.Text;

namespace Holdfast.Cli.Guards;

/// <summary>Trains both heads on the training part and sets their thresholds on the tuning part.</summary>
internal static class InjectionTrainer
{
    private const double MostFalseAlarms = 0.02;
    private const float Margin = 0.25f;
    private const float CertainMargin = 1;
    private const int Requests = 2_500;
    private const int Folds = 4;
    private const int Seed = 7;

    /// <summary>The model for this data; the same data gives the same bytes.</summary>
    public static InjectionModel Train(InjectionData data)
    {
        var model = new InjectionModel(TrainMessages(data), TrainSegments(data, leftOut: -1));
        return new InjectionModel(
            Calibrate(model.Message, data.Examples.Where(e => !e.IsDocument && IsTuning(e)).Select(e => (e.Variant, model.Message.Score(FeaturesOf(e))))),
            Calibrate(model.Segment, HarmlessDocuments(data, model.Segment)));
    }

    private static LinearHead TrainMessages(InjectionData data)
    {
        var trainer = new HeadTrainer();
        foreach (var example in data.Examples.Where(e => e.Part == DataPart.Train && !e.IsDocument))
        {
            Whole(example.Text, example.IsInjection);
        }

        foreach (var request in data.Requests)
        {
            Whole(request, positive: false);
        }

        return trainer.Train();

        void Whole(string text, bool positive)
        {
            var features = InjectionFeatures.Of(WordsOf(text));
            trainer.Add(features, 0, features.Length, positive);
        }
    }

    private static LinearHead TrainSegments(InjectionData data, int leftOut)
    {
        var trainer = new HeadTrainer();
        var random = new Random(Seed);
        var train = data.Examples.Where(e => e.Part == DataPart.Train && e.IsDocument && e.Group % Folds != leftOut).ToList();
        var carriers = train.Where(e => !e.IsInjection).Select(e => WordsOf(e.Text)).Where(w => w.Count > 0).ToList();
        foreach (var features in carriers.Select(InjectionFeatures.Of))
        {
            foreach (var length in Segments.Lengths)
            {
                for (var i = 0; (i + length) * InjectionFeatures.PerWord <= features.Length; i++)
                {
                    trainer.Add(features, i * InjectionFeatures.PerWord, length * InjectionFeatures.PerWord, positive: false);
                }
            }
        }

        var requests = data.Requests.ToArray();
        random.Shuffle(requests);
        var known = train.Where(e => e.Attack is not null).Select(e => e.Attack!).Distinct(StringComparer.Ordinal).ToList();
        // Attacks of the data count more than requests and templates: each is set into many carriers.
        foreach (var attack in known.SelectMany(a => Enumerable.Repeat(a, 12)).Concat(OwnAttacks.All().SelectMany(a => Enumerable.Repeat(a, 4))).Concat(requests.Take(Requests)))
        {
            Splice(attack, carriers[random.Next(carriers.Count)], random, trainer);
        }

        return trainer.Train();
    }

    /// <summary>Sets an attack somewhere into a carrier, and takes the segments that lie mostly in it.</summary>
    private static void Splice(string attack, List<InjectionWord> carrier, Random random, HeadTrainer trainer)
    {
        var words = WordsOf(attack);
        var at = random.Next(carrier.Count + 1);
        var features = InjectionFeatures.Of([.. carrier.Take(at), .. words, .. carrier.Skip(at)]);
        foreach (var length in Segments.Lengths)
        {
            var free = Math.Max(0, length - words.Count);
            var start = Math.Max(0, at - random.Next(free + 1) + random.Next(Math.Max(0, words.Count - length) + 1));
            // A segment far longer than the attack is mostly carrier.
            if (words.Count * 10 >= length * 6 && (start + length) * InjectionFeatures.PerWord <= features.Length)
            {
                trainer.Add(features, start * InjectionFeatures.PerWord, length * InjectionFeatures.PerWord, positive: true);
            }
        }
    }

    /// <summary>
    /// Scores of harmless documents that the model has not seen: the tuning part, which alone is too small to tell 2 %, and each document of the
    /// training part as a model trained without it and its likes scores it.
    /// </summary>
    private static List<(string Variant, float Score)> HarmlessDocuments(InjectionData data, LinearHead head)
    {
        var scores = data.Examples.Where(e => e.IsDocument && IsTuning(e)).Select(e => (e.Variant, head.Highest(FeaturesOf(e)).Score)).ToList();
        for (var fold = 0; fold < Folds; fold++)
        {
            var other = TrainSegments(data, leftOut: fold);
            scores.AddRange(data.Examples.Where(e => e.Part == DataPart.Train && e.IsDocument && !e.IsInjection && e.Group % Folds == fold)
                .Select(e => (e.Variant, other.Highest(FeaturesOf(e)).Score)));
        }

        return scores;
    }

    private static bool IsTuning(InjectionExample example) => example.Part == DataPart.Tune && !example.IsInjection;

    /// <summary>The lowest thresholds at which no harmless variant is reported too often, with a margin.</summary>
    private static LinearHead Calibrate(LinearHead head, IEnumerable<(string Variant, float Score)> harmless)
    {
        var variants = harmless.GroupBy(h => h.Variant, h => h.Score, StringComparer.Ordinal).Select(g => g.OrderDescending().ToList()).ToList();
        return head.With(
            variants.Max(scores => scores[(int)(MostFalseAlarms * scores.Count)]) + Margin,
            variants.Max(scores => scores[0]) + CertainMargin);
    }

    private static int[] FeaturesOf(InjectionExample example) => InjectionFeatures.Of(WordsOf(example.Text));

    private static List<InjectionWord> WordsOf(string text) => InjectionWords.Of(TextNormalisation.Normalise(text).Text);
}
