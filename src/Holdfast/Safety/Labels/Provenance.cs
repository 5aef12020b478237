using System.Globalization;
using System.Text.Json;

namespace Holdfast.Safety.Labels;

/// <summary>Finds out where the value of an argument comes from, comparing as a person would: case, format, dates, amounts, parts of a name.</summary>
internal sealed class Provenance(IReadOnlyList<TrustedText> texts)
{
    private static readonly HashSet<string> Titles = ["mr", "mrs", "ms", "dr", "prof", "herr", "frau", "the", "a", "an", "and", "of"];

    /// <summary>What is trusted.</summary>
    public IReadOnlyList<TrustedText> Texts => texts;

    /// <summary>Returns the first value inside <paramref name="value"/> that nothing trusted holds, or null where each is held.</summary>
    /// <param name="value">An argument, or a part of one.</param>
    /// <param name="onlyPrincipal">Whether only the principal's own words count.</param>
    public string? Unfounded(JsonElement value, bool onlyPrincipal = false) => AllUnfounded(value, onlyPrincipal).FirstOrDefault();

    /// <summary>Returns each value inside <paramref name="value"/> that nothing trusted holds.</summary>
    /// <param name="value">An argument, or a part of one.</param>
    /// <param name="onlyPrincipal">Whether only the principal's own words count.</param>
    public IEnumerable<string> AllUnfounded(JsonElement value, bool onlyPrincipal = false) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => AllUnfounded(item, onlyPrincipal)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(item => AllUnfounded(item.Value, onlyPrincipal)),
        JsonValueKind.Number => value.TryGetDecimal(out var number) && Any(t => t.Counts(number), onlyPrincipal) ? [] : [value.GetRawText()],
        JsonValueKind.String => IsFounded(value.GetString()!, onlyPrincipal) ? [] : [value.GetString()!],
        _ => [],
    };

    /// <summary>Whether a text value is held by something trusted.</summary>
    public bool IsFounded(string value, bool onlyPrincipal = false)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return true;
        }

        var compact = Words.Compact(value);
        var isMoment = TryReadMoment(value, out var day, out var clock);
        var isNumber = decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number);
        var parts = NameParts(value);
        return Any(
            t => (compact.Length > 0 && t.Spells(compact)) || (isMoment && t.Dated(day, clock)) || (isNumber && t.Counts(number)) || (parts is not null && t.Names(parts)),
            onlyPrincipal);
    }

    /// <summary>Whether a trusted text of the principal holds one of the words, or a word that starts like one of at least four letters.</summary>
    public bool PrincipalSays(IReadOnlyList<string> wanted, IEnumerable<TrustedText> recent) =>
        recent.Any(t => t.IsPrincipal && wanted.Any(w => w.Contains(' ') ? t.Spells(Words.Compact(w)) : t.List.Any(said => SameStem(said, w))));

    private static bool SameStem(string said, string wanted)
    {
        if (said == wanted)
        {
            return true;
        }

        // "cancel" is said by "cancelled" and "cancellation", "reschedule" by "rescheduling".
        var stem = wanted.AsSpan(0, wanted.Length > 4 && wanted[^1] == 'e' ? wanted.Length - 1 : wanted.Length);
        return stem.Length >= 4 && said.AsSpan().StartsWith(stem, StringComparison.Ordinal) && said.Length <= stem.Length + 6;
    }

    /// <summary>The parts of a name, which may stand in another order; null for an address or an id, for others could be put together from their parts.</summary>
    private static List<string>? NameParts(string value)
    {
        if (!value.All(c => char.IsLetter(c) || c is ' ' or ',' or '\'' or '-' or '.') || value.Contains("..", StringComparison.Ordinal) || HasInnerDot(value))
        {
            return null;
        }

        var parts = Words.Of(value).Where(w => !Titles.Contains(w)).ToList();
        return parts.Count > 0 ? parts : null;
    }

    private static bool HasInnerDot(string value)
    {
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '.' && char.IsLetter(value[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a value that is a day, a time of day, or both, as it is written in arguments.</summary>
    public static bool TryReadMoment(string value, out DateOnly? day, out TimeOnly? clock)
    {
        (day, clock) = (null, null);
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            day = date;
            return true;
        }

        if (TimeOnly.TryParseExact(value, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            clock = time;
            return true;
        }

        if (value.Length >= 16 && value[4] == '-' && value[10] is 'T' or ' ' && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            (day, clock) = (DateOnly.FromDateTime(moment.DateTime), TimeOnly.FromDateTime(moment.DateTime));
            return true;
        }

        return false;
    }

    private bool Any(Func<TrustedText, bool> holds, bool onlyPrincipal)
    {
        foreach (var text in texts)
        {
            if ((!onlyPrincipal || text.IsPrincipal) && holds(text))
            {
                return true;
            }
        }

        return false;
    }
}
