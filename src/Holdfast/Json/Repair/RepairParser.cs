using System.Text;
using System.Text.Encodings.Web;

namespace Holdfast.Json.Repair;

/// <summary>Reads near-JSON and writes JSON. Used once.</summary>
internal sealed class RepairParser
{
    private const int MaximumDepth = 128;

    // Calls that wrap a value without changing what it says; any other name may do anything.
    private static readonly string[] Wrappers = ["ObjectId", "ISODate", "Date", "NumberLong", "NumberInt", "NumberDecimal", "UUID", "BinData"];

    private readonly bool _mayBeFollowedByText;
    private readonly RepairText _text;
    private readonly RepairStrings _strings;
    private readonly RepairWords _words;
    private readonly StringBuilder _output = new();
    private bool _closedAtEnd;
    private bool _missingBrackets;
    private bool _skippedEllipsis;
    private int _calls;

    public RepairParser(string text, bool mayBeFollowedByText)
    {
        _mayBeFollowedByText = mayBeFollowedByText;
        _text = new RepairText(text);
        _strings = new RepairStrings(_text);
        _words = new RepairWords(_text);
    }

    public bool Truncated => _closedAtEnd || _skippedEllipsis || _strings.Truncated || _words.Truncated || _text.CommentLeftOpen;

    public bool TryParse(out string json)
    {
        json = "";
        try
        {
            ReadRoot();
        }
        catch (RepairFailedException)
        {
            return false;
        }

        // A text where quotes both have no beginning and stand inside of strings can be cut into strings in more than one way.
        if (_strings.FoundInnerQuote && _words.FoundEndQuote)
            return false;
        json = _output.ToString();
        return true;
    }

    private void ReadRoot()
    {
        _text.SkipSpace();
        var fence = SkipFence("```", "[```", "{```");
        if (_text.Current == '\\' && _text.At(_text.Position + 1) == '"')
            _text.Position++;
        if (!ReadValue(depth: 0, insideArray: false, isRoot: true))
            throw new RepairFailedException();
        if (fence is { Length: > 3 })
            _text.SkipSpace();
        SkipFence("```]", "```}", "```");
        ReadFollowers();
        // One bracket missing and another too many: the two belong together in a way that only the writer knows.
        while (!_missingBrackets && !_mayBeFollowedByText && (_text.Skip('}') || _text.Skip(']')))
            _text.SkipSpace();
        if (!_text.AtEnd && !IsTextOfItsOwn())
            throw new RepairFailedException();
    }

    // One value per line is a list.
    private void ReadFollowers()
    {
        var first = _output.Length;
        var separated = _text.Skip(',') | _text.SkipSpace() | LineEndedBefore();
        if (!separated || _text.Current is not ('{' or '[') || _mayBeFollowedByText)
            return;
        while (_text.Current is '{' or '[' && separated)
        {
            _output.Append(',');
            ReadValue(depth: 1, insideArray: true, isRoot: false);
            separated = _text.Skip(',') | _text.SkipSpace() | LineEndedBefore();
        }

        if (_output.Length > first)
            _output.Insert(0, '[').Append(']');
    }

    private bool LineEndedBefore() => !_text.AtEnd && _text.Slice(_text.LastBefore(_text.Position) + 1, _text.Position).Contains('\n');

    private bool IsTextOfItsOwn() =>
        _mayBeFollowedByText && LineEndedBefore() && !_text.Slice(_text.Position, _text.Length).ContainsAny('{', '[');

    private string? SkipFence(params ReadOnlySpan<string> fences)
    {
        foreach (var fence in fences)
        {
            if (!_text.Skip(fence))
                continue;
            while (char.IsAsciiLetterOrDigit(_text.Current))
                _text.Position++;
            _text.SkipSpace();
            return fence;
        }

        return null;
    }

    /// <summary>Reads one value with the white space around it.</summary>
    private bool ReadValue(int depth, bool insideArray, bool isRoot)
    {
        if (depth > MaximumDepth)
            throw new RepairFailedException();
        _text.SkipSpace();
        var found = true;
        if (_text.Current == '{')
            ReadObject(depth);
        else if (_text.Current == '[')
            ReadArray(depth);
        else if (_strings.TryRead(out var value, _calls > 0))
            Write(value);
        else if (_words.TryReadNumber(out var json, insideArray) || _words.TryReadLiteral(out json))
            _output.Append(json);
        else if (TryReadCall(depth, isRoot))
            found = true;
        else if (!isRoot && _words.TryRead(out var word, isKey: false, isItem: insideArray))
            Write(word);
        else
            found = false;
        _text.SkipSpace();
        return found;
    }

    private void ReadObject(int depth)
    {
        Open('{');
        for (var first = true; !_text.AtEnd && _text.Current != '}'; first = false)
        {
            Separate(first);
            SkipEllipsis();
            if (!_strings.TryRead(out var key, isKey: true) && !_words.TryRead(out key, isKey: true))
                break;

            Write(key);
            _output.Append(':');
            _text.SkipSpace();
            if (!_text.Skip(':') && !_text.AtEnd && !RepairCharacters.StartsValue(_text.Current))
                throw new RepairFailedException();
            if (ReadValue(depth + 1, insideArray: false, isRoot: false))
                continue;
            // What the value should have been nobody knows, except that the text ends before it.
            _output.Append(_text.AtEnd ? "null" : throw new RepairFailedException());
        }

        Close('}', depth);
    }

    private void ReadArray(int depth)
    {
        Open('[');
        for (var first = true; !_text.AtEnd && _text.Current != ']'; first = false)
        {
            Separate(first);
            SkipEllipsis();
            if (!ReadValue(depth + 1, insideArray: true, isRoot: false))
                break;
        }

        Close(']', depth);
    }

    private void Open(char bracket)
    {
        _output.Append(bracket);
        _text.Position++;
        _text.SkipSpace();
        if (SkipFence("```") is null && _text.Skip(','))
            _text.SkipSpace();
    }

    private void Separate(bool first)
    {
        if (first)
            return;
        _output.Append(',');
        _text.Skip(',');
        _text.SkipSpace();
    }

    private void Close(char bracket, int depth)
    {
        if (_output[^1] == ',')
            _output.Length--;
        _output.Append(bracket);
        if (_text.Skip(bracket))
            return;
        _closedAtEnd |= _text.AtEnd;
        if (!_text.AtEnd && _text.Current is not ('}' or '{' or ']' or '['))
            throw new RepairFailedException();
        // The other kind of bracket, as the last thing in the text, was meant as this one; else this one is missing.
        if (depth == 0 && _text.Current is '}' or ']' && _text.IsLast(_text.Position + 1))
            _text.Position++;
        else
            _missingBrackets = true;
    }

    private void SkipEllipsis()
    {
        if (!_text.Skip("..."))
            return;
        _skippedEllipsis = true;
        _text.SkipSpace();
        _text.Skip(',');
        _text.SkipSpace();
    }

    // MongoDB's ObjectId("…") anywhere, and callback({…}) around the whole.
    private bool TryReadCall(int depth, bool isRoot)
    {
        var start = _text.Position;
        var end = start;
        while (RepairCharacters.IsWord(_text.At(end)))
            end++;
        var parenthesis = end;
        while (RepairCharacters.IsWhitespace(_text.At(parenthesis)))
            parenthesis++;
        if (end == start || _text.At(parenthesis) != '(')
            return false;
        if (!isRoot && !Wrappers.Contains(_text.Slice(start, end).ToString(), StringComparer.Ordinal))
            throw new RepairFailedException();
        _text.Position = parenthesis + 1;
        _calls++;
        if (!ReadValue(depth + 1, insideArray: false, isRoot: false))
            throw new RepairFailedException();
        _calls--;
        if (!_text.Skip(')') && !_text.AtEnd)
            throw new RepairFailedException();
        _closedAtEnd |= _text.AtEnd && _text.At(_text.Length - 1) != ')';
        _text.Skip(';');
        return true;
    }

    private void Write(string value) => _output.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)).Append('"');
}
