using System.Collections.Frozen;
using Holdfast.Safety.Labels;

namespace Holdfast.Runs.Patterns;

/// <summary>Knows a message that greets or thanks and asks for nothing: no specialist is there for it, and "I can't help with that" would be rude.</summary>
internal static class Courtesy
{
    private const int MostWords = 6;

    private static readonly FrozenSet<string> Greetings = FrozenSet.ToFrozenSet(
        ["hi", "hello", "hey", "greetings", "morning", "afternoon", "evening", "hallo", "moin", "servus", "tag", "morgen", "abend", "bonjour", "salut", "hola", "buenos", "buenas", "ciao", "ola"]);

    private static readonly FrozenSet<string> Thanks = FrozenSet.ToFrozenSet(["thanks", "thank", "thx", "cheers", "bye", "goodbye", "danke", "tschuss", "merci", "gracias", "adios", "grazie", "obrigado", "obrigada"]);

    private static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        ["good", "there", "all", "you", "so", "very", "much", "for", "your", "help", "that", "s", "is", "ok", "okay", "great", "perfect", "guten", "vielen", "dank", "schon", "beaucoup", "muchas", "dias", "tardes", "noches"]);

    /// <summary>How it is answered, before what else is said; null when the message asks for something.</summary>
    public static string? AnswerTo(string text)
    {
        var words = Words.Of(text);
        if (words.Count is 0 or > MostWords || !words.TrueForAll(static w => Greetings.Contains(w) || Thanks.Contains(w) || Fillers.Contains(w)))
        {
            return null;
        }

        return words.Exists(Thanks.Contains) ? "You are welcome." : words.Exists(Greetings.Contains) ? "Hello!" : null;
    }
}
