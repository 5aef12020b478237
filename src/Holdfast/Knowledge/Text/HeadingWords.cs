namespace Holdfast.Knowledge.Text;

/// <summary>A heading as one line of bounded length.</summary>
internal static class HeadingWords
{
    private const int Most = 200;

    public static string Of(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= Most ? words : words[..(char.IsHighSurrogate(words[Most - 1]) ? Most - 1 : Most)];
    }
}
