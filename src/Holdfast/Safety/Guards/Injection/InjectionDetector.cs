using Holdfast.Safety.Text;

namespace Holdfast.Safety.Guards.Injection;

/// <summary>Looks for injections: normalises, decodes, applies the rules and then the linear model.</summary>
internal sealed class InjectionDetector(InjectionModel model)
{
    /// <summary>The kind of a finding that only the linear model made.</summary>
    public const string Resembling = "resembles-injection";

    /// <summary>From this confidence on an input is blocked.</summary>
    public const double Certain = 0.9;

    /// <summary>What is suspicious in a text.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="document">Whether it is a document that someone else wrote, and not a message to the agent.</param>
    public List<GuardFinding> Find(string text, bool document)
    {
        var found = Look(text, document);
        foreach (var (payload, start, length) in HiddenPayloads.Of(text))
        {
            foreach (var inside in Look(payload, document))
            {
                if (inside.Kind != Resembling && !found.Exists(f => f.Kind == inside.Kind))
                {
                    found.Add(inside with { Start = start, Length = length });
                }
            }
        }

        return found;
    }

    private List<GuardFinding> Look(string text, bool document)
    {
        var seen = TextNormalisation.Normalise(text);
        var words = InjectionWords.Of(seen.Text);
        var found = InjectionRules.Find(seen.Text, words);
        // A person may ask for an answer of a certain form; a document may not.
        found.RemoveAll(f => !document && f.Kind == "answer-steering");
        var features = InjectionFeatures.Of(words);
        if (document)
        {
            var (score, segment) = model.Segment.Highest(seen.Text, words, features);
            if (score >= model.Segment.Suspicious)
            {
                found.Add(new GuardFinding(Resembling, words[segment.First].Start, words[segment.First + segment.Count - 1].End - words[segment.First].Start, Confidence(score, model.Segment)));
            }
        }
        else if (model.Message.Score(features) is var score && score >= model.Message.Suspicious)
        {
            found.Add(new GuardFinding(Resembling, 0, seen.Text.Length, Confidence(score, model.Message)));
        }

        return [.. found.Select(f => Place(f, seen, text))];
    }

    /// <summary>From 0.5 at the threshold of suspicion to <see cref="Certain"/> at that of certainty.</summary>
    private static double Confidence(float score, LinearHead head) =>
        Math.Min(1, 0.5 + ((Certain - 0.5) * (score - head.Suspicious) / Math.Max(0.01f, head.Certain - head.Suspicious)));

    private static GuardFinding Place(GuardFinding finding, NormalisedText seen, string text)
    {
        var start = finding.Length == 0 ? 0 : seen.Position(finding.Start);
        var end = finding.Start + finding.Length >= seen.Text.Length ? text.Length : seen.Position(finding.Start + finding.Length);
        return finding with { Start = start, Length = end - start };
    }
}
