using System.Collections.Frozen;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>English names of months, weekdays and units of time.</summary>
internal static class CalendarWords
{
    private static readonly FrozenDictionary<string, int> Months = Index(
        ["january jan", "february feb febuary", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"], 1);

    private static readonly FrozenDictionary<string, int> Weekdays = Index(
        ["sunday sun", "monday mon", "tuesday tue tues", "wednesday wed weds wednsday", "thursday thu thur thurs", "friday fri", "saturday sat"], 0);

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["second"] = "second", ["seconds"] = "second", ["sec"] = "second", ["secs"] = "second",
        ["minute"] = "minute", ["minutes"] = "minute", ["min"] = "minute", ["mins"] = "minute",
        ["hour"] = "hour", ["hours"] = "hour", ["hr"] = "hour", ["hrs"] = "hour",
        ["day"] = "day", ["days"] = "day", ["night"] = "day", ["nights"] = "day",
        ["week"] = "week", ["weeks"] = "week", ["fortnight"] = "fortnight", ["fortnights"] = "fortnight",
        ["month"] = "month", ["months"] = "month", ["year"] = "year", ["years"] = "year",
    }.ToFrozenDictionary();

    public static int? Month(string word) => Months.TryGetValue(word, out var month) ? month : null;

    public static DayOfWeek? Weekday(string word) => Weekdays.TryGetValue(word, out var day) ? (DayOfWeek)day : null;

    public static string? Unit(string word) => Units.GetValueOrDefault(word);

    private static FrozenDictionary<string, int> Index(string[] names, int first) =>
        names.SelectMany((line, index) => line.Split(' ').Select(word => (word, index))).ToFrozenDictionary(pair => pair.word, pair => pair.index + first);
}
