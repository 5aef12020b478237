namespace Holdfast.Safety.Labels;

/// <summary>The words of a text in order, found by their first letter. Immutable.</summary>
internal sealed class WordIndex
{
    private readonly List<string> words;
    private readonly Dictionary<char, int> heads = [];
    private readonly int[] next;

    public WordIndex(List<string> words)
    {
        this.words = words;
        next = new int[words.Count];
        for (var i = words.Count - 1; i >= 0; i--)
        {
            next[i] = heads.TryGetValue(words[i][0], out var after) ? after : -1;
            heads[words[i][0]] = i;
        }
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Returns the first place of a word at or after a place, or -1.</summary>
    public int Find(string word, int from = 0)
    {
        for (var i = First(word[0]); i >= 0; i = next[i])
        {
            if (i >= from && words[i] == word)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a word stands at most so many words from a place.</summary>
    public bool IsNear(string word, int place, int distance) => Find(word, Math.Max(0, place - distance)) is >= 0 and var found && found <= place + distance;

    /// <summary>Whether words that follow each other spell a text that is not empty.</summary>
    public bool Spells(string compact)
    {
        for (var i = First(compact[0]); i >= 0; i = next[i])
        {
            var length = 0;
            for (var j = i; j < words.Count && length < compact.Length && string.CompareOrdinal(words[j], 0, compact, length, words[j].Length) == 0; j++)
            {
                length += words[j].Length;
            }

            if (length == compact.Length)
            {
                return true;
            }
        }

        return false;
    }

    private int First(char letter) => heads.TryGetValue(letter, out var head) ? head : -1;
}
