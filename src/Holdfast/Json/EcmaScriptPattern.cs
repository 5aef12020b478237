using System.Text;

namespace Holdfast.Json;

/// <summary>Rewrites an ECMAScript regular expression (ECMA-262, flag u) as one that means the same in .NET.</summary>
/// <remarks>
/// The differences are: <c>\d</c> and <c>\w</c> are ASCII, <c>$</c> is the very end, a dot stops at four line ends and takes a whole code
/// point, <c>[]</c> and <c>[^]</c> exist, code points beyond U+FFFF are one character, and categories have long names.
/// </remarks>
internal sealed class EcmaScriptPattern(string pattern)
{
    public const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string AnyCharacter = @"(?:[^\n\r\u2028\u2029\uD800-\uDFFF]|" + Pair + ")";

    private readonly StringBuilder _output = new();
    private int _at;

    /// <summary>The pattern for .NET.</summary>
    /// <exception cref="FormatException">The pattern is malformed.</exception>
    public string Translate()
    {
        while (_at < pattern.Length)
        {
            var c = pattern[_at];
            switch (c)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    var characters = new EcmaScriptClass(pattern, _at);
                    _output.Append(characters.Translate());
                    _at = characters.End;
                    break;
                case '.':
                    _output.Append(AnyCharacter);
                    _at++;
                    break;
                case '$':
                    _output.Append(@"\z");
                    _at++;
                    break;
                case '(' when _at + 2 < pattern.Length && pattern[_at + 1] == '?':
                    Group();
                    break;
                default:
                    Literal(EcmaScriptEscape.CodePointAt(pattern, _at));
                    break;
            }
        }

        return _output.ToString();
    }

    private void Group()
    {
        var kind = pattern[_at + 2];
        if (kind is not (':' or '=' or '!' or '<'))
            throw new FormatException($"the group (?{kind} is not part of ECMAScript");
        _output.Append("(?").Append(kind);
        _at += 3;
    }

    private void Literal(int codePoint)
    {
        var text = codePoint > 0xFFFF ? char.ConvertFromUtf32(codePoint) : ((char)codePoint).ToString();
        _output.Append(text.Length > 1 ? $"(?:{text})" : text);
        _at += text.Length;
    }

    private void Escape()
    {
        if (_at + 1 >= pattern.Length)
            throw new FormatException("it ends in a backslash");
        var c = pattern[_at + 1];
        if (EcmaScriptEscape.TrySet(pattern, ref _at, out var set, out var negated))
        {
            _output.Append(negated ? $@"(?:[^{set}\uD800-\uDFFF]|{Pair})" : $"[{set}]");
            return;
        }

        if (EcmaScriptEscape.TryCodePoint(pattern, ref _at, out var codePoint))
        {
            _output.Append(codePoint > 0xFFFF ? $"(?:{char.ConvertFromUtf32(codePoint)})" : EcmaScriptEscape.Quote(codePoint));
            return;
        }

        if (c is 'b' or 'B' or 'k' || char.IsAsciiDigit(c))
        {
            _output.Append('\\').Append(c);
            _at += 2;
            return;
        }

        throw new FormatException($"\\{c} is not an escape of ECMAScript");
    }
}
