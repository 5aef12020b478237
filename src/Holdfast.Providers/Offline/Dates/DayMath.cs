namespace Holdfast.Providers.Offline.Dates;

/// <summary>Resolves incomplete dates to the next day that fits, counted from the reference day.</summary>
internal static class DayMath
{
    public static DateOnly? Exact(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    /// <summary>The next day with this month and day, or null when no year has it.</summary>
    public static DateOnly? Next(int month, int day, DateOnly today)
    {
        for (var year = today.Year; year <= today.Year + 8; year++)
        {
            if (Exact(year, month, day) is { } date && date >= today)
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>The next day with this day of the month and, where given, this weekday.</summary>
    public static DateOnly? Next(int day, DayOfWeek? weekday, DateOnly today)
    {
        DateOnly? first = null;
        for (var ahead = 0; ahead < 15; ahead++)
        {
            var month = new DateOnly(today.Year, today.Month, 1).AddMonths(ahead);
            if (Exact(month.Year, month.Month, day) is { } date && date >= today)
            {
                first ??= date;
                if (weekday is null || date.DayOfWeek == weekday)
                {
                    return date;
                }
            }
        }

        return first;
    }

    public static DateOnly Next(DayOfWeek weekday, DateOnly today) => today.AddDays(((int)weekday - (int)today.DayOfWeek + 7) % 7);

    /// <summary>The Monday of the week that holds a day.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public static DateOnly InWeek(DateOnly week, DayOfWeek weekday) => WeekOf(week).AddDays(((int)weekday + 6) % 7);
}
