using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>One message of the user, with what was found in it and which words are already spoken for.</summary>
internal sealed class Utterance
{
    private const int MostMoments = 200;

    private readonly bool[] used;
    private readonly Moment?[] momentOf;
    private readonly string?[] stems;

    public Utterance(string text, DateContext context)
    {
        Tokens = new TokenText(text);
        Context = context;
        var moments = EnglishDates.Find(Tokens, context);
        Moments = moments.Count <= MostMoments ? moments : moments[..MostMoments];
        used = new bool[Tokens.Count];
        momentOf = new Moment?[Tokens.Count];
        stems = new string?[Tokens.Count];
        Words = [.. Enumerable.Range(0, Tokens.Count).Where(index => Tokens[index].IsWord).Select(Tokens.Word)];
        foreach (var moment in Moments)
        {
            for (var index = TokenAt(moment.Start); index < Tokens.Count && Tokens[index].End <= moment.End; index++)
            {
                momentOf[index] = moment;
            }
        }
    }

    public TokenText Tokens { get; }

    public DateContext Context { get; }

    public IReadOnlyList<Moment> Moments { get; }

    public string Text => Tokens.Text;

    public IReadOnlyList<string> Words { get; }

    /// <summary>The words outside dates and times, which say what is wanted rather than when.</summary>
    public IReadOnlyList<string> Topic => [.. Enumerable.Range(0, Tokens.Count).Where(index => Tokens[index].IsWord && momentOf[index] is null).Select(Tokens.Word)];

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
        for (var index = TokenAt(start); index < Tokens.Count && Tokens[index].Start < end; index++)
        {
            used[index] = true;
        }
    }

    public Moment? MomentAt(int token) => token >= 0 && token < momentOf.Length ? momentOf[token] : null;

    /// <summary>The index of the first token that starts at an offset or after it.</summary>
    public int TokenAt(int offset)
    {
        var (low, high) = (0, Tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Tokens[middle].Start < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private string Stem(int token) => stems[token] ??= Stemmer.Stem(Tokens.Word(token));

    /// <summary>Whether a word stands at an index with a capital first letter.</summary>
    public bool Capital(int token) => Tokens[token].IsWord && char.IsUpper(Tokens.Text[Tokens[token].Start]);

    /// <summary>The index of the first run of tokens that spell a phrase, or -1.</summary>
    public int IndexOf(IReadOnlyList<string> phrase)
    {
        var wanted = phrase.Select(Stemmer.Stem).ToList();
        for (var index = 0; phrase.Count > 0 && index + phrase.Count <= Tokens.Count; index++)
        {
            var matched = 0;
            while (matched < phrase.Count && Stem(index + matched) == wanted[matched])
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
