namespace Holdfast.Classification;

/// <summary>
/// Tells what a text is about, without an LLM: trained from examples, with calibrated confidence, and it knows when a text is about nothing that it was trained on.
/// Immutable and safe for concurrent use. Train it with <see cref="Train"/>, or <see cref="Read"/> a trained one.
/// </summary>
public sealed class TextClassifier
{
    /// <summary>The label of texts that are out of scope: <c>oos</c>. In examples for training they are only measured, never trained on.</summary>
    public const string OutOfScope = "oos";

    private const int Folds = 5;
    private const int FewestExamples = 5;
    private const int MostExamples = 50_000;
    private const int MostLabels = 500;
    private const int MostAlternatives = 5;

    private readonly ClassifierParts parts;

    internal TextClassifier(ClassifierParts parts)
    {
        this.parts = parts;
        Hash = ClassifierFile.Hash(parts);
    }

    /// <summary>The labels that it tells apart, in ordinal order; without <see cref="OutOfScope"/>.</summary>
    public IReadOnlyList<string> Labels => parts.Labels;

    /// <summary>How it did in training on texts that it had not seen: each fifth of the examples was judged by a model of the other four.</summary>
    public ClassifierFigures Figures => parts.Figures;

    /// <summary>The SHA-256 of its content, in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Trains a classifier: seconds for ten thousand short texts. The same examples, in any order, give the same classifier.</summary>
    /// <param name="examples">The examples: 2 to 500 labels with at least 5 different texts each, 50,000 at most. Those out of scope are only measured.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <exception cref="HoldfastException"><c>invalid-examples</c>: there are too few or too many.</exception>
    public static TextClassifier Train(IEnumerable<LabelledText> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var all = examples.Distinct().OrderBy(static e => e.Label, StringComparer.Ordinal).ThenBy(static e => e.Text, StringComparer.Ordinal).ToList();
        var known = all.Where(static e => e.Label != OutOfScope).ToList();
        string[] labels = [.. known.Select(static e => e.Label).Distinct(StringComparer.Ordinal)];
        Check(known, labels);

        var numbered = known.Select(e => (e.Text, Label: Array.BinarySearch(labels, e.Label, StringComparer.Ordinal))).ToList();
        var folds = FoldsOf(numbered);
        var judged = new List<(Judgement Judgement, int Label)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var (vocabulary, model) = Fit([.. numbered.Where((_, i) => folds[i] != fold)], labels.Length, cancellationToken);
            judged.AddRange(numbered.Where((_, i) => folds[i] == fold).Select(e => (Judgement.Of(model, vocabulary.Read(e.Text)), e.Label)));
        }

        var calibration = Calibration.Of(judged);
        var (words, final) = Fit(numbered, labels.Length, cancellationToken);
        var draft = new ClassifierParts(labels, words, final, calibration, new Baseline([], []), new ClassifierFigures(0, 0, 0, 0, 0, null), numbered.Count);
        var classifier = new TextClassifier(draft);
        var predictions = judged.Select(j => classifier.Predict(j.Judgement)).ToList();
        var strangers = all.Where(static e => e.Label == OutOfScope).Select(e => classifier.Predict(e.Text)).ToList();
        return new TextClassifier(draft with
        {
            Baseline = Baseline.Of(labels, predictions),
            Figures = Measurement.Of([.. predictions.Zip(judged, (p, j) => (p, labels[j.Label])), .. strangers.Select(static p => (p, OutOfScope))]),
        });
    }

    /// <summary>Reads a trained classifier.</summary>
    /// <param name="file">What <see cref="Write"/> gave.</param>
    /// <exception cref="HoldfastException"><c>invalid-classifier</c>: it is none, was altered, or is of another version of Holdfast.</exception>
    public static TextClassifier Read(ReadOnlyMemory<byte> file) => new(ClassifierFile.Read(file));

    /// <summary>Returns the classifier as one compact file.</summary>
    public byte[] Write() => ClassifierFile.Write(parts);

    /// <summary>Tells what a text is about; well under a millisecond.</summary>
    /// <param name="text">The text; only its first 2,000 characters are looked at.</param>
    public Prediction Predict(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Predict(Judgement.Of(parts.Model, parts.Vocabulary.Read(text)));
    }

    /// <summary>Measures the classifier on texts that it was not trained on.</summary>
    /// <param name="examples">The texts, with <see cref="OutOfScope"/> where none of the labels fits.</param>
    public ClassifierFigures Measure(IEnumerable<LabelledText> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return Measurement.Of([.. examples.Select(e => (Predict(e.Text), e.Label))]);
    }

    /// <summary>Compares predictions with those at training, by counts that the classifier keeps.</summary>
    /// <param name="recent">What it predicted of late.</param>
    /// <exception cref="ArgumentException">There is no prediction.</exception>
    public ClassifierDrift Compare(IReadOnlyCollection<Prediction> recent)
    {
        ArgumentNullException.ThrowIfNull(recent);
        ArgumentOutOfRangeException.ThrowIfZero(recent.Count, nameof(recent));
        var counts = Baseline.Of(parts.Labels, recent);
        return new ClassifierDrift(
            recent.Count, Baseline.Stability(parts.Baseline.Labels, counts.Labels), Baseline.Stability(parts.Baseline.Confidence, counts.Confidence));
    }

    /// <summary>
    /// Deals out the examples, which are sorted: each fold has its share of each label, and texts that begin alike, often variants of one, are in the same fold, so
    /// that no model is judged by what it has nearly seen.
    /// </summary>
    private static int[] FoldsOf(List<(string Text, int Label)> sorted)
    {
        var folds = new int[sorted.Count];
        for (int from = 0, to = 0; from < sorted.Count; from = to)
        {
            while (to < sorted.Count && sorted[to].Label == sorted[from].Label)
            {
                to++;
            }

            for (var i = from; i < to; i++)
            {
                folds[i] = (i - from) * Folds / (to - from);
            }
        }

        return folds;
    }

    private static (Vocabulary Vocabulary, LinearModel Model) Fit(List<(string Text, int Label)> examples, int labels, CancellationToken cancellationToken)
    {
        var vocabulary = Vocabulary.Of([.. examples.Select(static e => e.Text)]);
        var read = examples.Select(e => (vocabulary.Read(e.Text), e.Label)).ToList();
        return (vocabulary, LinearTrainer.Train(read, labels, vocabulary.Keys.Length, cancellationToken));
    }

    private Prediction Predict(Judgement judgement)
    {
        var probabilities = Probabilities.Of(judgement.Logits, parts.Calibration.Temperature);
        var inScope = judgement.Known > 0 && judgement.Familiarity(probabilities[judgement.Best]) >= parts.Calibration.Threshold;
        ScoredLabel[] alternatives = [.. probabilities.Select((p, i) => (Probability: p, Label: i)).OrderByDescending(static p => p.Probability).Take(MostAlternatives)
            .Select(p => new ScoredLabel(parts.Labels[p.Label], p.Probability))];
        return new Prediction(inScope ? alternatives[0].Label : OutOfScope, alternatives[0].Confidence, inScope, alternatives);
    }

    private static void Check(List<LabelledText> known, string[] labels)
    {
        if (known.Find(static e => string.IsNullOrWhiteSpace(e.Text) || string.IsNullOrWhiteSpace(e.Label) || e.Label.Length > 100) is { } odd)
        {
            throw Invalid($"one, labelled '{(odd.Label.Length > 100 ? odd.Label[..100] + "…" : odd.Label)}', has no text, no label, or a label of more than 100 characters. Leave it out");
        }

        if (labels.Length is < 2 or > MostLabels)
        {
            throw Invalid($"they have {labels.Length} labels, and 2 to {MostLabels} can be told apart, besides '{OutOfScope}'");
        }

        if (known.Count > MostExamples)
        {
            throw Invalid($"there are {known.Count}, and {MostExamples} are the most. Leave out the oldest");
        }

        var few = known.GroupBy(static e => e.Label, StringComparer.Ordinal).Where(static g => g.Count() < FewestExamples).Select(static g => $"{g.Key} ({g.Count()})").ToList();
        if (few.Count > 0)
        {
            throw Invalid($"every label needs {FewestExamples} different texts, and these have fewer: {string.Join(", ", few.Take(10))}. Write more, or leave the label out");
        }
    }

    private static HoldfastException Invalid(string what) => new("invalid-examples", $"The classifier cannot be trained from these examples: {what}.");
}
