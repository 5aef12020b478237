using System.Collections.Frozen;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Hears a yes or a no. What is not clearly a yes is none: an effect is released by nothing less.</summary>
internal static class Polarity
{
    private static readonly FrozenSet<string> Yes = FrozenSet.ToFrozenSet(
        ["yes", "yeah", "yep", "yup", "y", "sure", "ok", "okay", "correct", "confirm", "confirmed", "absolutely", "definitely", "certainly", "perfect", "right", "agreed", "affirmative", "aye"]);

    private static readonly FrozenSet<string> No = FrozenSet.ToFrozenSet(
        ["no", "nope", "nah", "n", "not", "don't", "dont", "never", "stop", "wait", "hold", "abort", "negative", "wrong", "neither", "nevermind", "instead", "but", "unless", "if", "however"]);

    private static readonly string[][] YesPhrases = [["go", "ahead"], ["do", "it"], ["please", "do"], ["sounds", "good"], ["that's", "right"], ["that", "is", "right"], ["book", "it"], ["looks", "good"], ["go", "for", "it"], ["that", "works"], ["that's", "fine"]];

    public static Answer Of(TokenText text)
    {
        var head = Math.Min(text.Count, 40);
        for (var index = 0; index < head; index++)
        {
            if (No.Contains(text.Word(index)) && !(text.Is(index, "no") && text.Is(index + 1, "problem", "worries")) && !(text.Is(index, "wait") && text.Is(index - 1, "can't")))
            {
                return Answer.No;
            }
        }

        var start = text.Is(0, "oh", "well", "please", "great", "alright", "fine", "good", ",") ? 1 : 0;
        if (head == 0 || Enumerable.Range(0, head).Any(index => text.Is(index, "?")))
        {
            return Answer.None;
        }

        if (Yes.Contains(text.Word(start)) || (head <= 2 && text.Is(0, "fine", "great", "good", "alright", "please")))
        {
            return Answer.Yes;
        }

        return Array.Exists(YesPhrases, phrase => phrase.Select((word, offset) => text.Is(start + offset, word)).All(match => match)) ? Answer.Yes : Answer.None;
    }
}
