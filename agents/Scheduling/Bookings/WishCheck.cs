using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Grants a wish or refuses it with the reason and what is free instead. Runs inside the transaction that would book.</summary>
internal sealed class WishCheck(TableConnection connection, Catalogue catalogue, SchedulingOptions options, BusinessClock clock)
{
    /// <summary>Returns who takes the appointment.</summary>
    /// <param name="wish">What is wished.</param>
    /// <param name="favourite">The id of the staff member to take first where anyone will do, or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ToolException">It cannot be booked.</exception>
    public async Task<StaffMember> GrantAsync(Wish wish, string? favourite, CancellationToken cancellationToken)
    {
        var near = new Availability(
            catalogue,
            wish.Service,
            options,
            clock,
            await connection.ReadBusyAsync(wish.Start.AddDays(-1), wish.Start.AddDays(1), wish.Replaces, cancellationToken));
        var candidates = wish.Staff is { } named ? [named] : near.Staff;
        var working = candidates.Where(staff => near.IsWorked(wish.Start, staff)).ToArray();
        var free = working.Where(staff => !near.IsTaken(wish.Start, staff)).ToArray();
        var refusal = RuleAgainst(wish, near) ?? (working.Length == 0 ? NobodyWorks(wish, candidates) : free.Length == 0 ? Taken(wish) : null);
        return refusal is null
            ? free.FirstOrDefault(staff => staff.Id == favourite) ?? free[0]
            : throw new ToolException($"{refusal} {await AlternativesAsync(wish, cancellationToken)}");
    }

    private string? RuleAgainst(Wish wish, Availability availability)
    {
        var local = clock.Local(wish.Start);
        var start = $"{Wording.Day(local)} at {Wording.Time(local)}";
        if (wish.Start < clock.Now)
        {
            return $"{start} is in the past: it is {Wording.Day(clock.Local(clock.Now))}, {Wording.Time(clock.Local(clock.Now))} now.";
        }

        if (wish.Start < clock.Earliest)
        {
            return $"{start} is too soon: bookings need {Wording.Minutes(options.NoticeMinutes)} notice.";
        }

        if (DateOnly.FromDateTime(local) > clock.LastDay)
        {
            return $"{start} is too far ahead: bookings are taken until {Wording.Day(clock.LastDay)}.";
        }

        return availability.IsOnGrid(wish.Start) ? null : $"Appointments start every {options.StartEveryMinutes} minutes, not at {Wording.Time(local)}.";
    }

    private string Taken(Wish wish)
    {
        var local = clock.Local(wish.Start);
        return $"{Wording.Day(local)} at {Wording.Time(local)} is already taken{(wish.Staff is { } staff ? $" with {staff.Name}" : "")}.";
    }

    private string NobodyWorks(Wish wish, IReadOnlyList<StaffMember> candidates)
    {
        var local = clock.Local(wish.Start);
        var reasons = candidates.Select(staff => $"{staff.Name} {Hours(staff, DateOnly.FromDateTime(local))}");
        return $"{wish.Service.Name} on {Wording.Day(local)} at {Wording.Time(local)} is outside working hours: {string.Join("; ", reasons)}.";
    }

    private string Hours(StaffMember staff, DateOnly day)
    {
        var shifts = Shift.Around(day, staff, catalogue.Absences)
            .Where(shift => clock.Day(shift.Opens) == day)
            .Select(shift => $"{Wording.Time(clock.Local(shift.Opens))} to {Wording.Time(clock.Local(shift.Closes))}")
            .ToArray();
        return shifts.Length > 0 ? $"works {Wording.List(shifts)} that day"
            : Shift.AbsenceOn(day, staff, catalogue.Absences) is { } absence ? $"is away ({absence.Reason})"
            : $"does not work on {day.DayOfWeek}s";
    }

    private async Task<string> AlternativesAsync(Wish wish, CancellationToken cancellationToken)
    {
        var middle = wish.Start < clock.Now ? clock.Now : clock.Day(wish.Start) > clock.LastDay ? clock.Now.AddDays(options.HorizonDays) : wish.Start;
        var busy = await connection.ReadBusyAsync(
            middle.AddDays(-Availability.SearchDays - 1), middle.AddDays(Availability.SearchDays + 1), wish.Replaces, cancellationToken);
        var availability = new Availability(catalogue, wish.Service, options, clock, busy);
        return availability.Say(availability.Near(wish.Start, wish.Staff));
    }
}
