using System.Globalization;

namespace Holdfast.Json.Repair;

/// <summary>Reads what stands without quotes: numbers, literals, words.</summary>
internal sealed class RepairWords(RepairText text)
{
    private static readonly string[] UrlStarts = ["http://", "https://", "ftp://", "mailto://", "file://", "data://", "irc://"];

    /// <summary>Whether a number was cut off.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Whether a word was followed by a quote that has no beginning.</summary>
    public bool FoundEndQuote { get; private set; }

    /// <summary>Reads a number and gives it as valid JSON.</summary>
    /// <param name="json">The number, or a string where it begins with surplus zeros.</param>
    /// <param name="insideArray">Whether it is an item, where surplus zeros may as well be the end of "1,000".</param>
    public bool TryReadNumber(out string json, bool insideArray)
    {
        var start = text.Position;
        var at = start + (text.At(start) == '-' ? 1 : 0);
        var whole = Digits(ref at);
        var point = text.At(at) == '.';
        at += point ? 1 : 0;
        var fraction = point ? Digits(ref at) : 0;
        var exponent = text.At(at) is 'e' or 'E' && whole + fraction > 0;
        at += exponent ? 1 : 0;
        at += exponent && text.At(at) is '-' or '+' ? 1 : 0;
        var power = exponent ? Digits(ref at) : 0;
        json = "";
        if (at == start || !EndsNumber(at))
            return false;
        var isCut = (exponent && power == 0) || whole + fraction == 0;
        if (isCut && !text.IsLast(at))
            return false;
        Truncated |= isCut;
        var written = text.Slice(start, at).ToString();
        text.Position = at;
        if (whole > 1 && written.TrimStart('-')[0] == '0')
        {
            json = insideArray ? throw new RepairFailedException() : $"\"{written}\"";
            return true;
        }

        var sign = written[0] == '-' ? "-" : "";
        var integer = whole == 0 ? "0" : written.Substring(sign.Length, whole);
        var decimals = point ? "." + (fraction == 0 ? "0" : written.Substring(sign.Length + whole + 1, fraction)) : "";
        json = sign + integer + decimals + (exponent ? written[written.AsSpan().IndexOfAny('e', 'E')..] + (power == 0 ? "0" : "") : "");
        return true;
    }

    /// <summary>Reads a literal of JSON, Python or JavaScript.</summary>
    public bool TryReadLiteral(out string json)
    {
        var end = text.Position;
        while (RepairCharacters.IsWord(text.At(end)))
            end++;
        json = text.Slice(text.Position, end) switch
        {
            "true" or "True" or "TRUE" => "true",
            "false" or "False" or "FALSE" => "false",
            "null" or "None" or "NULL" or "undefined" => "null",
            "NaN" or "Infinity" => throw new RepairFailedException(),
            _ => "",
        };
        if (json.Length == 0 || !EndsLiteral(end))
            return false;
        text.Position = end;
        return true;
    }

    /// <summary>Reads a word or several, up to the next delimiter.</summary>
    /// <param name="word">The words without white space at their end.</param>
    /// <param name="isKey">Whether a colon ends them.</param>
    /// <param name="isItem">Whether it is an item, where two numbers may have lost the comma between them.</param>
    public bool TryRead(out string word, bool isKey, bool isItem = false)
    {
        var start = text.Position;
        word = "";
        var first = text.Current is '-' or '.' ? text.At(start + 1) : text.Current;
        if (!RepairCharacters.IsWord(first))
            return false;
        var at = start;
        while (at < text.Length && !RepairCharacters.EndsWord(text.At(at)) && !RepairCharacters.IsQuote(text.At(at)) && !(isKey && text.At(at) == ':'))
            at++;
        if (!isKey && text.At(at - 1) == ':' && text.At(at) == '/' && UrlStarts.Contains(text.Slice(start, at).ToString() + "//", StringComparer.Ordinal))
        {
            while (RepairCharacters.IsUrl(text.At(at)))
                at++;
        }

        var end = text.LastBefore(at) + 1;
        word = text.Slice(start, end).ToString();
        if (word.AsSpan().IndexOfAny('\0', '\\') >= 0 || (isItem && IsTwoNumbers(word)))
            throw new RepairFailedException();
        text.Position = end;
        if (text.At(end) == '"')
        {
            if (!EndsHere(end))
                throw new RepairFailedException();
            FoundEndQuote = true;
            text.Position++;
        }

        return true;
    }

    private static bool IsTwoNumbers(string word)
    {
        if (word.Length > 64 || word.AsSpan().ContainsAnyExcept("0123456789.-eE+"))
            return false;
        for (var i = 1; i < word.Length; i++)
        {
            if (IsNumber(word.AsSpan(0, i)) && IsNumber(word.AsSpan(i)))
                return true;
        }

        return false;
    }

    private static bool IsNumber(ReadOnlySpan<char> word) =>
        char.IsAsciiDigit(word[^1]) && char.IsAsciiDigit(word.TrimStart('-')[0]) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private int Digits(ref int at)
    {
        var start = at;
        while (char.IsAsciiDigit(text.At(at)))
            at++;
        return at - start;
    }

    private bool EndsNumber(int at) =>
        at >= text.Length || RepairCharacters.IsDelimiter(text.At(at)) || text.At(at) == ')' || RepairCharacters.IsWhitespace(text.At(at))
        || (text.At(at) == '"' && !EndsHere(at));

    // A quote right after a word is the end of a string if a delimiter follows, else the start of the next.
    private bool EndsHere(int quote)
    {
        var at = quote + 1;
        while (RepairCharacters.IsWhitespace(text.At(at)))
            at++;
        return at >= text.Length || text.At(at) is ',' or ':' or '}' or ']';
    }

    // "true story" is a text; "true" before the end of its line, or before a delimiter, is not.
    private bool EndsLiteral(int end)
    {
        while (text.At(end) is ' ' or '\t')
            end++;
        return EndsNumber(end);
    }
}
