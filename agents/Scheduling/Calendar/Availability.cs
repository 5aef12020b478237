namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>The free starts of one service, from what is worked, what is taken and what the rules allow. Pure.</summary>
internal sealed class Availability(Catalogue catalogue, Service service, SchedulingOptions options, BusinessClock clock, IReadOnlyList<Busy> busy)
{
    /// <summary>How many days around a wish are searched for alternatives.</summary>
    public const int SearchDays = 14;

    private const int AlternativeCount = 3;

    /// <summary>The staff members who give the service, in the catalogue's order.</summary>
    public IReadOnlyList<StaffMember> Staff { get; } = [.. catalogue.Staff.Where(staff => staff.Services.Contains(service.Id))];

    public int StepMinutes => options.StartEveryMinutes;

    /// <summary>Returns the free starts on a day of the business's calendar, in order of time.</summary>
    public IEnumerable<FreeStart> On(DateOnly day) => Staff.SelectMany(staff => On(day, staff)).OrderBy(free => free.Start);

    public IEnumerable<FreeStart> On(DateOnly day, StaffMember staff)
    {
        var taken = busy.Where(span => span.Staff == staff.Id).ToArray();
        foreach (var shift in Shift.Around(day, staff, catalogue.Absences))
        {
            for (var start = OnGrid(shift.Opens); start.AddMinutes(service.Minutes) <= shift.Closes; start = start.AddMinutes(options.StartEveryMinutes))
            {
                if (clock.Day(start) == day && start >= clock.Earliest && day <= clock.LastDay && !taken.Any(span => Overlaps(span, start)))
                {
                    yield return new FreeStart(start, staff);
                }
            }
        }
    }

    public bool IsTaken(DateTimeOffset start, StaffMember staff) => busy.Any(span => span.Staff == staff.Id && Overlaps(span, start));

    /// <summary>Whether the whole service lies within one shift.</summary>
    public bool IsWorked(DateTimeOffset start, StaffMember staff) => Shift.Around(clock.Day(start), staff, catalogue.Absences)
        .Any(shift => shift.Opens <= start && start.AddMinutes(service.Minutes) <= shift.Closes);

    public bool IsOnGrid(DateTimeOffset start) => OnGrid(start) == start;

    /// <summary>Returns up to three free starts nearest to a wish: that day first, then the days after it, anyone who gives the service.</summary>
    public IReadOnlyList<FreeStart> Near(DateTimeOffset wish, StaffMember? wished)
    {
        var found = new List<FreeStart>();
        var wishedTime = clock.Local(wish).TimeOfDay;
        foreach (var day in DaysAround(clock.Day(wish)))
        {
            found.AddRange(On(day)
                .OrderBy(free => (clock.Local(free.Start).TimeOfDay - wishedTime).Duration())
                .ThenBy(free => free.Staff.Id == wished?.Id ? 0 : 1)
                .ThenBy(free => free.Start)
                .Take(AlternativeCount - found.Count));
            if (found.Count == AlternativeCount)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Says alternatives, or that there are none.</summary>
    public string Say(IReadOnlyList<FreeStart> alternatives) => alternatives.Count == 0
        ? $"Nothing is free within {SearchDays} days of that; try a later day or call {options.OfficePhone}."
        : $"Free instead: {Wording.List(alternatives.Select(free => $"{Wording.Day(clock.Local(free.Start))} at {Wording.Time(clock.Local(free.Start))} with {free.Staff.Name} ({clock.LocalText(free.Start)})"), "or")}.";

    /// <summary>Returns the days to search, nearest first: forward from the wish, or backward from the last bookable day.</summary>
    private IEnumerable<DateOnly> DaysAround(DateOnly wish)
    {
        var first = wish < clock.Today ? clock.Today : wish;
        return first > clock.LastDay
            ? Enumerable.Range(0, SearchDays).Select(offset => clock.LastDay.AddDays(-offset)).Where(day => day >= clock.Today)
            : Enumerable.Range(0, SearchDays).Select(first.AddDays).Where(day => day <= clock.LastDay);
    }

    private bool Overlaps(Busy span, DateTimeOffset start) =>
        span.From < start.AddMinutes(service.Minutes + service.BufferMinutes) && start < span.Until;

    // Every zone is a multiple of 15 minutes off UTC, but a grid of 20, 30 or 60 minutes is the business's local one.
    private DateTimeOffset OnGrid(DateTimeOffset instant)
    {
        var step = TimeSpan.FromMinutes(options.StartEveryMinutes).Ticks;
        var past = clock.Local(instant).TimeOfDay.Ticks % step;
        return past == 0 ? instant : instant.AddTicks(step - past);
    }
}
