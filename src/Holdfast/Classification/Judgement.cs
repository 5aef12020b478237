namespace Holdfast.Classification;

/// <summary>What a model says of a text, before it is calibrated.</summary>
/// <param name="Logits">The logits of the labels.</param>
/// <param name="Best">The likeliest label.</param>
/// <param name="Likeness">How much the text resembles the examples of that label, 0 to 1.</param>
/// <param name="Known">The share of its words that the model knows, 0 to 1.</param>
internal sealed record Judgement(float[] Logits, int Best, float Likeness, float Known)
{
    public static Judgement Of(LinearModel model, TextVector text)
    {
        var logits = model.Logits(text);
        var best = Array.IndexOf(logits, logits.Max());
        return new Judgement(logits, best, model.Likeness(text, best), text.Known);
    }

    /// <summary>
    /// How much the text is one of those that the model was trained on: sure of its label, like the label's examples, in known words. Each alone finds fewer texts
    /// that are out of scope.
    /// </summary>
    public float Familiarity(float confidence) => confidence + Likeness + (Known / 2);
}
