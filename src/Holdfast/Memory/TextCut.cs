using System.Text;

namespace Holdfast.Memory;

/// <summary>Cuts texts to sizes in UTF-8 bytes without breaking a character, in time that depends on what is kept and not on what is cut off.</summary>
internal static class TextCut
{
    /// <summary>The size of a text.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many bytes at most.</param>
    public static string Head(string text, int most)
    {
        var length = 0;
        while (length < text.Length)
        {
            var size = SizeAt(text, length);
            if (size.Bytes > most)
            {
                break;
            }

            most -= size.Bytes;
            length += size.Characters;
        }

        return length == text.Length ? text : text[..length];
    }

    /// <summary>The end of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many bytes at most.</param>
    public static string Tail(string text, int most)
    {
        var start = text.Length;
        while (start > 0)
        {
            var characters = start > 1 && char.IsLowSurrogate(text[start - 1]) && char.IsHighSurrogate(text[start - 2]) ? 2 : 1;
            var bytes = SizeAt(text, start - characters).Bytes;
            if (bytes > most)
            {
                break;
            }

            most -= bytes;
            start -= characters;
        }

        return start == 0 ? text : text[start..];
    }

    /// <summary>Beginning and end of a text, with a word between them about what was left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many bytes at most, the word included.</param>
    public static string Middle(string text, int most)
    {
        const int Word = 60;
        if (Bytes(text) <= most)
        {
            return text;
        }

        var room = Math.Max(0, most - Word);
        var head = Head(text, room - (room / 3));
        var tail = Tail(text, room / 3);
        return $"{head}\n[… {text.Length - head.Length - tail.Length} characters are left out here …]\n{tail}";
    }

    /// <summary>A text in one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters at most, before the sign that there was more.</param>
    public static string Line(string text, int most)
    {
        var start = text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
        return start.ReplaceLineEndings(" ");
    }

    private static (int Characters, int Bytes) SizeAt(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? (2, 4) : (1, text[index] < 0x80 ? 1 : text[index] < 0x800 ? 2 : 3);
}
