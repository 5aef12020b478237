using System.Text;

namespace Holdfast.Json;

/// <summary>One character class of an ECMAScript pattern, such as <c>[a-z\d]</c>.</summary>
/// <remarks>Code points beyond U+FFFF cannot be members of a .NET class; they become alternatives beside it.</remarks>
internal sealed class EcmaScriptClass(string pattern, int start)
{
    private readonly StringBuilder _members = new();
    private readonly List<string> _pairs = [];
    private int _at = start + 1;

    /// <summary>The position behind the class.</summary>
    public int End => _at;

    public string Translate()
    {
        var negated = _at < pattern.Length && pattern[_at] == '^';
        if (negated)
            _at++;
        while (true)
        {
            if (_at >= pattern.Length)
                throw new FormatException("a [ is not closed");
            if (pattern[_at] == ']')
                break;
            ReadMember();
        }

        _at++;
        var pairs = string.Join('|', _pairs);
        if (negated)
        {
            var others = pairs.Length == 0 ? EcmaScriptPattern.Pair : $"(?!{pairs}){EcmaScriptPattern.Pair}";
            return $@"(?:[^{_members}\uD800-\uDFFF]|{others})";
        }

        if (_members.Length == 0)
            return pairs.Length == 0 ? @"[^\0-\uFFFF]" : $"(?:{pairs})";
        return pairs.Length == 0 ? $"[{_members}]" : $"(?:[{_members}]|{pairs})";
    }

    private void ReadMember()
    {
        if (pattern[_at] == '\\' && _at + 1 < pattern.Length && EcmaScriptEscape.TrySetInClass(pattern, ref _at, out var set))
        {
            _members.Append(set);
            return;
        }

        var from = ReadCodePoint();
        var to = from;
        if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
        {
            var dash = _at++;
            if (pattern[_at] == '\\' && _at + 1 < pattern.Length && pattern[_at + 1] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
                _at = dash;
            else
                to = ReadCodePoint();
        }

        if (to < from)
            throw new FormatException("a range in [] runs backwards");
        Add(from, to);
    }

    private int ReadCodePoint()
    {
        if (pattern[_at] != '\\')
        {
            var plain = EcmaScriptEscape.CodePointAt(pattern, _at);
            _at += plain > 0xFFFF ? 2 : 1;
            return plain;
        }

        if (_at + 1 < pattern.Length && pattern[_at + 1] == 'b')
        {
            _at += 2;
            return '\b';
        }

        return _at + 1 < pattern.Length && EcmaScriptEscape.TryCodePoint(pattern, ref _at, out var codePoint)
            ? codePoint
            : throw new FormatException("an escape in [] is not one of ECMAScript");
    }

    private void Add(int from, int to)
    {
        if (from <= 0xFFFF)
        {
            _members.Append(EcmaScriptEscape.Quote(from));
            if (to > from)
                _members.Append('-').Append(EcmaScriptEscape.Quote(Math.Min(to, 0xFFFF)));
        }

        if (to <= 0xFFFF)
            return;
        var (first, last) = (char.ConvertFromUtf32(Math.Max(from, 0x10000)), char.ConvertFromUtf32(to));
        var (high, highest) = (first[0], last[0]);
        if (high == highest)
        {
            _pairs.Add($@"{EcmaScriptEscape.Quote(high)}[{EcmaScriptEscape.Quote(first[1])}-{EcmaScriptEscape.Quote(last[1])}]");
            return;
        }

        _pairs.Add($@"{EcmaScriptEscape.Quote(high)}[{EcmaScriptEscape.Quote(first[1])}-\uDFFF]");
        if (highest - high > 1)
            _pairs.Add($@"[{EcmaScriptEscape.Quote(high + 1)}-{EcmaScriptEscape.Quote(highest - 1)}][\uDC00-\uDFFF]");
        _pairs.Add($@"{EcmaScriptEscape.Quote(highest)}[\uDC00-{EcmaScriptEscape.Quote(last[1])}]");
    }
}
