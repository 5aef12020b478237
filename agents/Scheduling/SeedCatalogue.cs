namespace Holdfast.Agents.Scheduling;

/// <summary>What the demo business offers.</summary>
internal static class SeedCatalogue
{
    public static IReadOnlyList<(string Staff, string Service, int Hour)> Taken { get; } =
        [("mara", "swedish-massage", 10), ("jonas", "physiotherapy", 11)];

    public static Catalogue Create(DateOnly today) => new(
        [
            new Service("swedish-massage", "Swedish massage", 60, 15, "€72"),
            new Service("deep-tissue-massage", "Deep tissue massage", 90, 15, "€98"),
            new Service("physiotherapy", "Physiotherapy", 30, 10, "€48"),
            new Service("posture-check", "Posture check", 20, 10, "€25"),
            new Service("nutrition-consultation", "Nutrition consultation by video", 45, 0, "€60"),
        ],
        [
            new StaffMember(
                "mara",
                "Mara Lindner",
                "Europe/Berlin",
                ["swedish-massage", "deep-tissue-massage", "posture-check"],
                [.. Week(DayOfWeek.Monday, DayOfWeek.Friday, 9, 13), .. Week(DayOfWeek.Monday, DayOfWeek.Friday, 14, 18)]),
            new StaffMember(
                "jonas",
                "Jonas Weber",
                "Europe/Berlin",
                ["deep-tissue-massage", "physiotherapy", "posture-check"],
                [.. Week(DayOfWeek.Monday, DayOfWeek.Friday, 10, 19), new WorkingHours(DayOfWeek.Saturday, new TimeOnly(10, 0), new TimeOnly(14, 0))]),
            new StaffMember(
                "ana", "Ana Torres", "America/New_York", ["nutrition-consultation"], [.. Week(DayOfWeek.Monday, DayOfWeek.Thursday, 8, 14)]),
        ],
        [.. Enumerable.Range(today.Year, 2).SelectMany(Holidays)]);

    private static IEnumerable<WorkingHours> Week(DayOfWeek first, DayOfWeek last, int opens, int closes)
    {
        for (var day = first; day <= last; day++)
        {
            yield return new WorkingHours(day, new TimeOnly(opens, 0), new TimeOnly(closes, 0));
        }
    }

    private static IEnumerable<Absence> Holidays(int year)
    {
        yield return On("new-year", null, new DateOnly(year, 1, 1), "New Year's Day");
        yield return On("labour-day", null, new DateOnly(year, 5, 1), "Labour Day");
        yield return On("german-unity", null, new DateOnly(year, 10, 3), "Day of German Unity");
        yield return On("christmas", null, new DateOnly(year, 12, 24), "Christmas") with { Last = new DateOnly(year, 12, 26) };
        yield return On("independence", "ana", new DateOnly(year, 7, 4), "Independence Day");
        yield return On("thanksgiving", "ana", FourthThursdayOfNovember(year), "Thanksgiving");
    }

    private static Absence On(string id, string? staff, DateOnly day, string reason) => new($"{id}-{day.Year}", staff, day, day, reason);

    private static DateOnly FourthThursdayOfNovember(int year)
    {
        var first = new DateOnly(year, 11, 1);
        return first.AddDays((((int)DayOfWeek.Thursday - (int)first.DayOfWeek + 7) % 7) + 21);
    }
}
