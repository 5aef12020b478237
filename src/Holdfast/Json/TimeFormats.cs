namespace Holdfast.Json;

/// <summary>The formats of RFC 3339: sections 5.6 (dates and times) and appendix A (durations).</summary>
internal static class TimeFormats
{
    public static bool IsDateTime(ReadOnlySpan<char> text) =>
        text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);

    public static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..]));
        // The calendar of .NET begins with year 1; year 0 is a leap year, as 2000 is.
        return year >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
    }

    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':')
            return false;
        var (hour, minute, second) = (Number(text[..2]), Number(text[3..5]), Number(text[6..8]));
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
            return false;
        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;
            rest = rest[(digits + 1)..];
        }

        var offset = 0;
        if (rest is not ("Z" or "z"))
        {
            if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':')
                return false;
            var (hours, minutes) = (Number(rest[1..3]), Number(rest[4..]));
            if (hours is < 0 or > 23 || minutes is < 0 or > 59)
                return false;
            offset = ((hours * 60) + minutes) * (rest[0] == '-' ? -1 : 1);
        }

        // A leap second is the last one of a day, in UTC.
        return second < 60 || ((hour * 60) + minute - offset + 2880) % 1440 == 1439;
    }

    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != 'P' || text[^1] == 'T')
            return false;
        text = text[1..];
        if (text[^1] == 'W')
            return text.Length > 1 && !text[..^1].ContainsAnyExceptInRange('0', '9');
        var time = text.IndexOf('T');
        return Parts(time < 0 ? text : text[..time], "YMD") && (time < 0 || Parts(text[(time + 1)..], "HMS"));
    }

    // Units must follow each other without a gap: P1Y1D is not a duration of RFC 3339.
    private static bool Parts(ReadOnlySpan<char> text, string units)
    {
        var last = -1;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;
            var unit = units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit <= last || (last >= 0 && unit != last + 1))
                return false;
            last = unit;
            text = text[(digits + 1)..];
        }

        return true;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return -1;
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
