using System.Globalization;
using System.Text;

namespace Holdfast.Json.Repair;

/// <summary>Reads quoted strings whose quotes may be wrong, forgotten or not escaped.</summary>
/// <remarks>
/// A quote is the end where a delimiter, another value or the end of the text follows. Where it is not, and a comma comes before it, it is
/// the start of the next string and the end quote was forgotten before the comma; after another delimiter the string ended at the first
/// delimiter in it; else the quote belongs to the text.
/// </remarks>
internal sealed class RepairStrings(RepairText text)
{
    private bool _isKey;

    /// <summary>Whether a string was open where the text ends.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Whether a quote that was not escaped was taken as part of a string.</summary>
    public bool FoundInnerQuote { get; private set; }

    /// <summary>Reads a string with whatever is added to it by <c>+</c>, if one begins here.</summary>
    /// <param name="value">The text of it.</param>
    /// <param name="insideCall">Whether a closing parenthesis may follow.</param>
    /// <param name="isKey">Whether a colon follows.</param>
    public bool TryRead(out string value, bool insideCall = false, bool isKey = false)
    {
        if (!RepairCharacters.IsQuote(text.Current))
        {
            value = "";
            return false;
        }

        _isKey = isKey;
        value = Read(stopAt: -1, stopAtDelimiter: false, insideCall);
        if (text.Current == '+')
            value = ReadAdded(value, insideCall);
        return true;
    }

    private string ReadAdded(string first, bool insideCall)
    {
        var whole = new StringBuilder(first);
        while (text.Skip('+'))
        {
            text.SkipSpace();
            if (RepairCharacters.IsQuote(text.Current))
                whole.Append(Read(stopAt: -1, stopAtDelimiter: false, insideCall));
            else if (!text.AtEnd && text.Current is not (']' or '}'))
                throw new RepairFailedException();
        }

        return whole.ToString();
    }

    private string Read(int stopAt, bool stopAtDelimiter, bool insideCall)
    {
        var start = text.Position;
        var open = text.Current;
        var value = new StringBuilder();
        var parentheses = 0;
        text.Position++;
        while (true)
        {
            if (text.AtEnd)
            {
                Truncated = true;
                if (stopAtDelimiter || !RepairCharacters.IsDelimiter(text.At(text.LastBefore(text.Length))))
                    return value.ToString();
                text.Position = start;
                return Read(-1, stopAtDelimiter: true, insideCall);
            }

            var c = text.Current;
            if (text.Position == stopAt || (stopAtDelimiter && (RepairCharacters.EndsWord(c) || (_isKey && c == ':'))))
                return End(value);
            if (RepairCharacters.Closes(open, c))
            {
                var quote = text.Position++;
                var lineEnded = text.SkipSpace();
                var before = text.LastBefore(quote);
                var opensNext = before > start && text.At(before) == (_isKey ? ':' : ',') && (_isKey ? text.Current != ':' : char.IsAsciiDigit(text.Current));
                if (stopAtDelimiter || lineEnded || (!opensNext && IsEnd(insideCall && parentheses <= 0)))
                    return value.ToString();
                if (before > start && text.At(before) == (_isKey ? ':' : ','))
                {
                    text.Position = start;
                    return Read(before, stopAtDelimiter: false, insideCall);
                }

                if (RepairCharacters.IsDelimiter(text.At(before)) && before > start)
                {
                    text.Position = start;
                    return Read(-1, stopAtDelimiter: true, insideCall);
                }

                FoundInnerQuote = true;
                value.Append(c);
                text.Position = quote + 1;
            }
            else if (c == '\\')
            {
                Escape(value);
            }
            else if (c < ' ' && c is not ('\b' or '\f' or '\n' or '\r' or '\t'))
            {
                throw new RepairFailedException();
            }
            else
            {
                parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
                value.Append(c);
                text.Position++;
            }
        }
    }

    private string End(StringBuilder value)
    {
        var length = value.Length;
        while (length > 0 && RepairCharacters.IsWhitespace(value[length - 1]))
            length--;
        text.SkipSpace();
        return value.ToString(0, length);
    }

    private bool IsEnd(bool closesCall)
    {
        var c = text.Current;
        return text.AtEnd || RepairCharacters.IsDelimiter(c) || RepairCharacters.IsQuote(c) || char.IsAsciiDigit(c) || (closesCall && c == ')')
            || (c == '.' && text.At(text.Position + 1) == '.');
    }

    private void Escape(StringBuilder value)
    {
        var c = text.At(text.Position + 1);
        switch (c)
        {
            case '"' or '\\' or '/' or '\'' or '`' or '\n':
                value.Append(c);
                break;
            case 'b' or 'f' or 'n' or 'r' or 't':
                value.Append(c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', _ => '\t' });
                break;
            case 'u':
                UnicodeEscape(value);
                return;
            case '\0' when text.Position + 1 >= text.Length:
                text.Position++;
                return;
            default:
                // A backslash too many, or one too few, as in a path or a pattern: nobody can tell.
                throw new RepairFailedException();
        }

        text.Position += 2;
    }

    private void UnicodeEscape(StringBuilder value)
    {
        var start = text.Position + 2;
        var end = start;
        while (end < start + 4 && char.IsAsciiHexDigit(text.At(end)))
            end++;
        if (end < start + 4 && end < text.Length)
            throw new RepairFailedException();
        if (end == start + 4)
            value.Append((char)int.Parse(text.Slice(start, end), NumberStyles.AllowHexSpecifier));
        text.Position = end;
    }
}
