using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Holidays that English speakers name instead of a date. Movable ones are computed.</summary>
internal static class Holidays
{
    private static readonly (string[] Words, Func<int, DateOnly> On)[] Known =
    [
        (["christmas", "eve"], year => new(year, 12, 24)),
        (["christmas", "day"], year => new(year, 12, 25)),
        (["christmas"], year => new(year, 12, 25)),
        (["boxing", "day"], year => new(year, 12, 26)),
        (["new", "year's", "eve"], year => new(year, 12, 31)),
        (["new", "years", "eve"], year => new(year, 12, 31)),
        (["new", "year's", "day"], year => new(year, 1, 1)),
        (["new", "years", "day"], year => new(year, 1, 1)),
        (["new", "year", "day"], year => new(year, 1, 1)),
        (["good", "friday"], year => Easter(year).AddDays(-2)),
        (["easter", "monday"], year => Easter(year).AddDays(1)),
        (["easter", "sunday"], Easter),
        (["easter"], Easter),
        (["black", "friday"], year => Nth(year, 11, DayOfWeek.Thursday, 4).AddDays(1)),
        (["thanksgiving", "day"], year => Nth(year, 11, DayOfWeek.Thursday, 4)),
        (["thanksgiving"], year => Nth(year, 11, DayOfWeek.Thursday, 4)),
        (["halloween"], year => new(year, 10, 31)),
        (["valentine's", "day"], year => new(year, 2, 14)),
        (["valentines", "day"], year => new(year, 2, 14)),
        (["independence", "day"], year => new(year, 7, 4)),
        (["earth", "day"], year => new(year, 4, 22)),
        (["labor", "day"], year => Nth(year, 9, DayOfWeek.Monday, 1)),
        (["labour", "day"], year => new(year, 5, 1)),
        (["mother's", "day"], year => Nth(year, 5, DayOfWeek.Sunday, 2)),
        (["father's", "day"], year => Nth(year, 6, DayOfWeek.Sunday, 3)),
    ];

    public static Read<Func<int, DateOnly>>? Read(TokenText text, int index)
    {
        foreach (var (words, on) in Known)
        {
            var matched = 0;
            while (matched < words.Length && text.Is(index + matched, words[matched]))
            {
                matched++;
            }

            if (matched == words.Length)
            {
                return new Read<Func<int, DateOnly>>(on, index + matched);
            }
        }

        return null;
    }

    public static DateOnly Nth(int year, int month, DayOfWeek day, int count)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)day - (int)first.DayOfWeek + 7) % 7) + (7 * (count - 1)));
    }

    // The anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8).
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
