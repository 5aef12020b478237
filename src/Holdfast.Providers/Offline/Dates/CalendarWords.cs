using System.Collections.Frozen;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>English names of months, weekdays and units of time.</summary>
internal static class CalendarWords
{
    private static readonly FrozenDictionary<string, int> Months = Index(
        ["january jan", "february feb febuary", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"], 1);

    private static readonly FrozenDictionary<string, int> Weekdays = Index(
        ["sunday sun", "monday mon", "tuesday tue tues", "wednesday wed weds wednsday", "thursday thu thur thurs", "friday fri", "saturday sat"], 0);

    private static readonly FrozenDictionary<string, string> Units = new[]
    {
        "second seconds sec secs", "minute minutes min mins", "hour hours hr hrs", "day days night nights", "week weeks", "fortnight fortnights", "month months", "year years",
    }.SelectMany(line => line.Split(' ').Select(word => (word, unit: line[..line.IndexOf(' ', StringComparison.Ordinal)]))).ToFrozenDictionary(pair => pair.word, pair => pair.unit);

    public static int? Month(string word) => Months.TryGetValue(word, out var month) ? month : null;

    public static DayOfWeek? Weekday(string word) => Weekdays.TryGetValue(word, out var day) ? (DayOfWeek)day : null;

    public static string? Unit(string word) => Units.GetValueOrDefault(word);

    private static FrozenDictionary<string, int> Index(string[] names, int first) =>
        names.SelectMany((line, index) => line.Split(' ').Select(word => (word, index))).ToFrozenDictionary(pair => pair.word, pair => pair.index + first);
}
