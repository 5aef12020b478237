using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>One message of the user, with what was found in it and which words are already spoken for.</summary>
internal sealed class Utterance
{
    private readonly bool[] used;

    public Utterance(string text, DateContext context)
    {
        Tokens = new TokenText(text);
        Context = context;
        Moments = EnglishDates.Find(Tokens, context);
        used = new bool[Tokens.Count];
    }

    public TokenText Tokens { get; }

    public DateContext Context { get; }

    public IReadOnlyList<Moment> Moments { get; }

    public string Text => Tokens.Text;

    public IReadOnlyList<string> Words => [.. Enumerable.Range(0, Tokens.Count).Where(index => Tokens[index].IsWord).Select(Tokens.Word)];

    public bool IsUsed(int token) => token < 0 || token >= used.Length || used[token];

    public void Use(int first, int next)
    {
        for (var index = Math.Max(first, 0); index < Math.Min(next, used.Length); index++)
        {
            used[index] = true;
        }
    }

    public void Use(Moment moment) => UseSpan(moment.Start, moment.End);

    public void UseSpan(int start, int end)
    {
        for (var index = 0; index < Tokens.Count; index++)
        {
            if (Tokens[index].Start < end && Tokens[index].End > start)
            {
                used[index] = true;
            }
        }
    }

    public Moment? MomentAt(int token) => Moments.FirstOrDefault(moment => Tokens[token].Start >= moment.Start && Tokens[token].End <= moment.End);

    /// <summary>The index of the first token of a mention.</summary>
    public int TokenAt(int offset)
    {
        var index = 0;
        while (index < Tokens.Count && Tokens[index].Start < offset)
        {
            index++;
        }

        return index;
    }

    /// <summary>Whether a word stands at an index with a capital first letter.</summary>
    public bool Capital(int token) => Tokens[token].IsWord && char.IsUpper(Tokens.Text[Tokens[token].Start]);

    /// <summary>The index of the first run of tokens that spell a phrase, or -1.</summary>
    public int IndexOf(IReadOnlyList<string> phrase)
    {
        for (var index = 0; phrase.Count > 0 && index + phrase.Count <= Tokens.Count; index++)
        {
            var matched = 0;
            while (matched < phrase.Count && (Tokens.Word(index + matched) == phrase[matched] || Stemmer.Stem(Tokens.Word(index + matched)) == Stemmer.Stem(phrase[matched])))
            {
                matched++;
            }

            if (matched == phrase.Count)
            {
                return index;
            }
        }

        return -1;
    }
}
