using System.Text;

namespace Holdfast.Providers.Offline.Language;

/// <summary>Turns identifiers into words for people, and lists into sentences.</summary>
internal static class Phrases
{
    /// <summary>Cuts "newStart_time" or "orders.findOne" into lower-case words.</summary>
    public static IReadOnlyList<string> Words(string identifier)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var limit = Math.Min(identifier.Length, 200);
        for (var index = 0; index < limit; index++)
        {
            var character = identifier[index];
            var boundary = char.IsUpper(character) && word.Length > 0 && !char.IsUpper(identifier[index - 1]);
            if (!char.IsLetterOrDigit(character) || boundary)
            {
                Flush(words, word);
            }

            if (char.IsLetterOrDigit(character))
            {
                word.Append(char.ToLowerInvariant(character));
            }
        }

        Flush(words, word);
        return words;
    }

    public static string Human(string identifier) => string.Join(' ', Words(identifier).Select(word => word == "id" ? "ID" : word));

    public static string Title(string identifier) => Sentence(Human(identifier));

    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string List(IReadOnlyList<string> parts, string joint = "and") => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => string.Join(", ", parts.Take(parts.Count - 1)) + " " + joint + " " + parts[^1],
    };

    /// <summary>One line without control characters, of bounded length.</summary>
    public static string Line(string text, int limit = 300)
    {
        var builder = new StringBuilder(Math.Min(text.Length, limit) + 1);
        foreach (var character in text)
        {
            if (builder.Length >= limit)
            {
                return builder.Append('…').ToString();
            }

            var plain = char.IsControl(character) || char.IsWhiteSpace(character) || character is '\u2028' or '\u2029' ? ' ' : character;
            if (plain != ' ' || (builder.Length > 0 && builder[^1] != ' '))
            {
                builder.Append(plain);
            }
        }

        return builder.ToString().TrimEnd();
    }

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
