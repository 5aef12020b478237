using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>What a scan looks for and how sure it must be.</summary>
internal sealed class PiiSelection(IEnumerable<string> kinds, double minimum)
{
    private readonly HashSet<string> kinds = new(kinds, StringComparer.Ordinal);

    public static PiiSelection Everything { get; } = new(PiiKinds.All, 0);

    public bool Has(string kind) => kinds.Contains(kind);

    /// <summary>Adds a match where the form, the words around it or its standing alone make it sure enough.</summary>
    public void Add(List<PiiMatch> matches, ReadOnlySpan<char> text, string kind, string recogniser, int start, int length, double confidence, SearchValues<string> words, bool behind = true)
    {
        if (confidence < 0.7 && PiiText.HasContext(text, start, length, words, behind))
        {
            confidence = Math.Max(0.7, confidence + 0.2);
        }
        else if (confidence < 0.5 && PiiText.IsWhole(text, start, length))
        {
            confidence = 0.5;
        }

        Add(matches, kind, recogniser, start, length, confidence);
    }

    public void Add(List<PiiMatch> matches, string kind, string recogniser, int start, int length, double confidence)
    {
        if (confidence >= minimum)
        {
            matches.Add(new PiiMatch(kind, recogniser, start, length, confidence));
        }
    }
}
