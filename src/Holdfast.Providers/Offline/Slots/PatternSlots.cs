using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills what has a shape of its own: e-mail addresses, phone numbers, ids, time zones, patterned text.</summary>
internal static class PatternSlots
{
    private const int LongestId = 64;

    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        foreach (var parameter in tool.Parameters)
        {
            foreach (var (start, end) in Chunks(said.Text))
            {
                var token = said.TokenAt(start);
                var word = said.Text[start..end];
                if (said.IsUsed(token) || !Fits(parameter, word, said, token, asked.Contains(parameter.Name)))
                {
                    continue;
                }

                slots.Set(parameter, Spell(parameter, word));
                said.UseSpan(start, end);
                break;
            }

            if (parameter.Kind == ParameterKind.Phone && PhoneReader.Read(said.Text) is { } phone && !said.IsUsed(said.TokenAt(phone.Start)))
            {
                slots.Set(parameter, said.Text[phone.Start..phone.End]);
                said.UseSpan(phone.Start, phone.End);
            }
        }
    }

    private static bool Fits(Parameter parameter, string word, Utterance said, int token, bool asked) => parameter.Kind switch
    {
        ParameterKind.Email => IsEmail(word),
        ParameterKind.TimeZone => word.Contains('/') && word.Length < LongestId && TimeZoneInfo.TryFindSystemTimeZoneById(word, out _),
        ParameterKind.Id or ParameterKind.Text or ParameterKind.List when (parameter.Pattern ?? parameter.Items?.Pattern) is { } pattern => Matches(pattern, word) || Matches(pattern, word.ToUpperInvariant()),
        ParameterKind.Id => IsId(word, said, token) || (asked && word.Any(char.IsAsciiDigit)),
        _ => false,
    };

    private static string Spell(Parameter parameter, string word) =>
        parameter.Pattern is { } pattern && !Matches(pattern, word) ? word.ToUpperInvariant() : word;

    private static bool Matches(System.Text.RegularExpressions.Regex pattern, string word)
    {
        if (word.Length is 0 or > LongestId || !word.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        var match = pattern.Match(word);
        return match.Success && match.Length == word.Length;
    }

    private static bool IsId(string word, Utterance said, int token)
    {
        var digits = word.Count(char.IsAsciiDigit);
        var moment = said.MomentAt(token);
        return word.Length <= LongestId && digits > 0 && (moment is null || moment.End - moment.Start < word.Length)
            && ((word.Any(char.IsLetter) && word.Length > 3 && !IsMeasure(word)) || digits >= 5 || word[0] == '#');
    }

    // "3pm", "2nd" and "10kg" are digits with a unit, not ids.
    private static bool IsMeasure(string word) => char.IsAsciiDigit(word[0]) && word.AsSpan().TrimStart("0123456789.,:").Length <= 3 && word.AsSpan().TrimStart("0123456789.,:").IndexOfAnyInRange('0', '9') < 0;

    private static bool IsEmail(string word)
    {
        var at = word.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == word.LastIndexOf('@') && word.Length <= 254 && word.IndexOf('.', at) > at + 1 && word[^1] != '.';
    }

    private static IEnumerable<(int Start, int End)> Chunks(string text)
    {
        var position = 0;
        while (position < text.Length)
        {
            while (position < text.Length && (char.IsWhiteSpace(text[position]) || text[position] is '(' or '"' or '\'' or '<' or ','))
            {
                position++;
            }

            var start = position;
            while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] is not (',' or ';' or '"' or '<' or '>' or ')'))
            {
                position++;
            }

            var end = position;
            while (end > start && text[end - 1] is '.' or '?' or '!' or ':' or '\'')
            {
                end--;
            }

            if (end > start)
            {
                yield return (start, end);
            }

            position = Math.Max(position, start + 1);
        }
    }
}
