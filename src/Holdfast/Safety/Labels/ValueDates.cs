using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Safety.Labels;

/// <summary>The days and times of day that a text names, absolutely or relative to when it was said.</summary>
/// <remarks>Generous on purpose: each reading of an ambiguous date counts. What is not recognised is asked about, never let through.</remarks>
internal sealed partial class ValueDates
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private readonly HashSet<DateOnly> days = [];
    private readonly HashSet<TimeOnly> clocks = [];

    /// <summary>Finds them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">When it was said, in the zone of who said it; the default where nobody knows.</param>
    public static ValueDates In(string text, DateTimeOffset at)
    {
        var found = new ValueDates();
        var today = DateOnly.FromDateTime(at.DateTime);
        var folded = Words.Fold(text);
        foreach (Match m in Iso().Matches(folded))
        {
            found.Add(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value);
        }

        foreach (Match m in Numeric().Matches(folded))
        {
            var year = m.Groups[3].Success ? Year(m.Groups[3].Value) : today.Year.ToString(CultureInfo.InvariantCulture);
            found.Add(year, m.Groups[1].Value, m.Groups[2].Value);
            found.Add(year, m.Groups[2].Value, m.Groups[1].Value);
        }

        foreach (Match m in Named().Matches(folded))
        {
            var month = (Array.IndexOf(Months, m.Groups["month"].Value[..3]) + 1).ToString(CultureInfo.InvariantCulture);
            var year = m.Groups["year"].Success ? m.Groups["year"].Value : today.Year.ToString(CultureInfo.InvariantCulture);
            found.Add(year, month, m.Groups["before"].Success ? m.Groups["before"].Value : m.Groups["after"].Value);
            if (!m.Groups["year"].Success)
            {
                found.Add((today.Year + 1).ToString(CultureInfo.InvariantCulture), month, m.Groups["before"].Success ? m.Groups["before"].Value : m.Groups["after"].Value);
            }
        }

        if (at != default)
        {
            found.Relative(folded, today);
        }

        found.Clocks(folded);
        return found;
    }

    /// <summary>Whether the day and the time, where given, are among them.</summary>
    public bool Hold(DateOnly? day, TimeOnly? clock) => (day is not { } d || days.Contains(d)) && (clock is not { } c || clocks.Contains(c));

    private static string Year(string digits) => digits.Length == 2 ? "20" + digits : digits;

    private void Add(string year, string month, string day)
    {
        if (DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            days.Add(date);
        }
    }

    private void Relative(string text, DateOnly today)
    {
        AddIf("today", 0);
        AddIf("tonight", 0);
        AddIf("tomorrow", 1);
        AddIf("day after tomorrow", 2);
        AddIf("yesterday", -1);
        foreach (Match m in InDays().Matches(text))
        {
            var count = Amounts.In(m.Groups[1].Value).FirstOrDefault();
            days.Add(today.AddDays((int)Math.Min(count, 3_650) * (m.Groups[2].Value == "week" ? 7 : 1)));
        }

        foreach (Match m in Ordinal().Matches(text))
        {
            // "The 31st" is that day of this month or of the next.
            var next = today.AddDays(1 - today.Day).AddMonths(1);
            Add(today.Year.ToString(CultureInfo.InvariantCulture), today.Month.ToString(CultureInfo.InvariantCulture), m.Groups[1].Value);
            Add(next.Year.ToString(CultureInfo.InvariantCulture), next.Month.ToString(CultureInfo.InvariantCulture), m.Groups[1].Value);
        }

        for (var i = 0; i < 7; i++)
        {
            if (text.Contains(Weekdays[i], StringComparison.Ordinal))
            {
                var next = today.AddDays((i - (int)today.DayOfWeek + 7) % 7);
                days.UnionWith([next, next.AddDays(7)]);
            }
        }

        void AddIf(string word, int offset)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                days.Add(today.AddDays(offset));
            }
        }
    }

    private void Clocks(string text)
    {
        foreach (Match m in Clock().Matches(text))
        {
            var hour = int.Parse(m.Groups["hour"].Value, CultureInfo.InvariantCulture);
            var minute = m.Groups["minute"].Success ? int.Parse(m.Groups["minute"].Value, CultureInfo.InvariantCulture) : 0;
            var half = m.Groups["half"].Value;
            if (hour > 24 || minute > 59)
            {
                continue;
            }

            if (half.Length == 0 || hour > 12)
            {
                clocks.Add(new TimeOnly(hour % 24, minute));
            }

            // "at 3" may mean the afternoon; "3 am" may not.
            if (hour <= 12 && half is not "a")
            {
                clocks.Add(new TimeOnly((hour % 12) + 12, minute));
            }

            if (hour <= 12 && half is not "p")
            {
                clocks.Add(new TimeOnly(hour % 12, minute));
            }
        }

        foreach (Match m in Spoken().Matches(text))
        {
            // "Half past five", morning or evening.
            var hour = int.TryParse(m.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture, out var digits) ? digits : (int)Amounts.In(m.Groups["hour"].Value).FirstOrDefault();
            if (hour is >= 1 and <= 12)
            {
                var clock = new TimeOnly(hour % 12, 0).Add(TimeSpan.FromMinutes((m.Groups["part"].Value, m.Groups["side"].Value) switch { ("half", _) => 30, (_, "to") => -15, _ => 15 }));
                clocks.UnionWith([clock, clock.AddHours(12)]);
            }
        }

        if (text.Contains("noon", StringComparison.Ordinal))
        {
            clocks.Add(new TimeOnly(12, 0));
        }

        if (text.Contains("midnight", StringComparison.Ordinal))
        {
            clocks.Add(new TimeOnly(0, 0));
        }
    }

    [GeneratedRegex(@"\b(\d{4})-(\d{1,2})-(\d{1,2})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})\b)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"\b(?:(?<before>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?)?(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+(?<after>\d{1,2})(?:st|nd|rd|th)?\b)?(?:,?\s+(?<year>\d{4}))?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(\d{1,2})(?:st|nd|rd|th)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"\b(?<part>half|quarter)\s+(?<side>past|to)\s+(?<hour>\w{1,6})\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"\bin\s+(\w{1,10})\s+(day|week)s?\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InDays();

    [GeneratedRegex(@"(?<![\d.])(?<hour>\d{1,2})(?:[:.h](?<minute>\d{2}))?(?::\d{2})?\s*(?:(?<half>[ap])\.?m\b)?(?![\d/])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clock();
}
