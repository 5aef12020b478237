using Holdfast.Safety.Labels;

namespace Holdfast.Confidence;

/// <summary>Knows an answer that says it does not know. A closed list: a doubt put in other words is not found, and a firm answer is never taken for one.</summary>
internal static class UnsureWords
{
    private static readonly List<string>[] Phrases =
    [
        .. new[]
        {
            "i do not know", "i don't know", "i am not sure", "i'm not sure", "i am not certain", "i'm not certain", "i am unsure", "i'm unsure", "i cannot be sure", "i can't be sure",
            "i cannot say for sure", "i can't say for sure", "i cannot tell", "i can't tell", "i am guessing", "i'm guessing", "my best guess", "i might be wrong", "i may be wrong",
            "i have no information", "i do not have information", "i don't have information", "i do not have any information", "i don't have any information",
            "i do not have enough information", "i don't have enough information", "i could not find an answer", "i couldn't find an answer",
            "i could not find any information", "i couldn't find any information", "i was not able to find out", "i wasn't able to find out", "it is unclear", "it's unclear",
            "ich weiß nicht", "ich weiss nicht", "das weiß ich nicht", "das weiss ich nicht", "weiß ich leider nicht", "weiss ich leider nicht", "ich bin nicht sicher", "ich bin mir nicht sicher",
            "bin ich mir nicht sicher", "ich bin unsicher", "kann ich nicht sagen", "dazu habe ich keine informationen", "dazu liegen mir keine informationen vor",
            "je ne sais pas", "je n'en sais rien", "je ne suis pas sûr", "je ne suis pas sûre", "je ne suis pas certain", "je ne suis pas certaine", "je n'ai pas d'informations",
            "no lo sé", "no sé", "no estoy seguro", "no estoy segura", "no tengo información",
            "non lo so", "non sono sicuro", "non sono sicura", "non ho informazioni",
            "não sei", "não tenho certeza", "não tenho a certeza", "não tenho informações",
            "ik weet het niet", "ik weet niet", "ik ben niet zeker", "ik ben er niet zeker van",
        }.Select(Words.Of),
    ];

    public static bool AreIn(string answer)
    {
        var words = Words.Of(answer);
        foreach (var phrase in Phrases)
        {
            for (var i = 0; i + phrase.Count <= words.Count; i++)
            {
                var at = 0;
                while (at < phrase.Count && words[i + at] == phrase[at])
                {
                    at++;
                }

                if (at == phrase.Count)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
