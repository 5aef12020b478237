using System.Collections.Frozen;
using Holdfast.Safety.Labels;

namespace Holdfast.People;

/// <summary>Knows an answer that only agrees: by a closed list of words, so that nothing said to a model can pass for a yes.</summary>
internal static class Agreement
{
    private const int MostWords = 8;

    private static readonly FrozenSet<string> Affirmatives = FrozenSet.ToFrozenSet(
        ["yes", "y", "yep", "yeah", "ok", "okay", "sure", "confirm", "confirmed", "correct", "right", "agreed", "ja", "oui", "si", "sim"]);

    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        ["please", "do", "it", "go", "ahead", "thanks", "thank", "you", "that", "this", "fine", "is", "i", "the", "one", "with"]);

    /// <summary>Whether a text says yes and nothing else.</summary>
    public static bool IsIn(string text)
    {
        var words = Words.Of(text);
        return words.Count is > 0 and <= MostWords
            && !Asks(text, words)
            && words.Exists(Affirmatives.Contains)
            && words.TrueForAll(static w => Affirmatives.Contains(w) || Fillers.Contains(w));
    }

    /// <summary>Whether it asks back, with or without its mark: "is that right", "ok?".</summary>
    private static bool Asks(string text, List<string> words) =>
        text.AsSpan().ContainsAny("?\u00BF\u037E\u061F\uFF1F") || words[0] == "is" || (words[0] == "do" && words.Count > 1 && words[1] is "i" or "you");
}
