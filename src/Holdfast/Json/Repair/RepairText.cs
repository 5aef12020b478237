namespace Holdfast.Json.Repair;

/// <summary>The text under repair and the position in it. Reading back and forth is counted, so that no text costs more than linear time.</summary>
internal sealed class RepairText(string text)
{
    private const int WorkPerCharacter = 16;
    private long _work = 1_000L + ((long)text.Length * WorkPerCharacter);
    private int _position;

    public int Position
    {
        get => _position;
        set
        {
            if (value < _position && (_work -= _position - value) < 0)
                throw new RepairFailedException();
            _position = value;
        }
    }

    public int Length => text.Length;

    public bool AtEnd => _position >= text.Length;

    /// <summary>The character at hand, or NUL at the end.</summary>
    public char Current => _position < text.Length ? text[_position] : '\0';

    /// <summary>Whether a comment was never closed.</summary>
    public bool CommentLeftOpen { get; private set; }

    public char At(int position) => position >= 0 && position < text.Length ? text[position] : '\0';

    public ReadOnlySpan<char> Slice(int start, int end) => text.AsSpan(start, end - start);

    public bool Skip(char c)
    {
        if (AtEnd || text[_position] != c)
            return false;
        _position++;
        return true;
    }

    public bool Skip(string expected)
    {
        if (string.CompareOrdinal(text, _position, expected, 0, expected.Length) != 0)
            return false;
        _position += expected.Length;
        return true;
    }

    /// <summary>Skips white space and comments.</summary>
    /// <returns>Whether a line ended on the way.</returns>
    public bool SkipSpace()
    {
        var lineEnded = false;
        while (!AtEnd)
        {
            var c = text[_position];
            if (RepairCharacters.IsWhitespace(c))
            {
                lineEnded |= c == '\n';
                _position++;
            }
            else if (c == '/' && At(_position + 1) is '*' or '/')
            {
                SkipComment();
            }
            else
            {
                break;
            }
        }

        return lineEnded;
    }

    /// <summary>The position of the last character before one that is not white space, or -1.</summary>
    public int LastBefore(int position)
    {
        var at = position - 1;
        while (at >= 0 && RepairCharacters.IsWhitespace(text[at]))
        {
            at--;
            if (--_work < 0)
                throw new RepairFailedException();
        }

        return at;
    }

    /// <summary>Whether nothing but commas and white space follows.</summary>
    public bool IsLast(int position)
    {
        while (position < text.Length && (text[position] == ',' || RepairCharacters.IsWhitespace(text[position])))
        {
            position++;
            if (--_work < 0)
                throw new RepairFailedException();
        }

        return position >= text.Length;
    }

    private void SkipComment()
    {
        var block = text[_position + 1] == '*';
        var end = text.IndexOf(block ? "*/" : "\n", _position + 2, StringComparison.Ordinal);
        CommentLeftOpen |= block && end < 0;
        _position = end < 0 ? text.Length : block ? end + 2 : end;
    }
}
