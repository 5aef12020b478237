using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Answers what is free and what is known of a client. Changes nothing.</summary>
internal sealed class FrontDesk(SchedulingStore store, SchedulingOptions options)
{
    private const int UpcomingLimit = 20;

    public Task<AvailabilityResult> FindFreeAsync(
        ToolContext context, string service, DateOnly day, string? staff, DayPart part, CancellationToken cancellationToken) => store.Tables.ReadAsync(
        async connection =>
        {
            var clock = new BusinessClock(options, context.Time.GetUtcNow());
            var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
            var wished = catalogue.FindService(service);
            var named = catalogue.FindStaff(staff, wished);
            if (day < clock.Today || day > clock.LastDay)
            {
                throw new ToolException(
                    $"{Wording.Day(day)} cannot be booked. Choose a day from {Wording.Day(clock.Today)} ({clock.Today:yyyy-MM-dd}) to {Wording.Day(clock.LastDay)} ({clock.LastDay:yyyy-MM-dd}).");
            }

            var noon = LocalTime.FirstInstantOrAfterGap(day.ToDateTime(new TimeOnly(12, 0)), clock.Zone);
            var busy = await connection.ReadBusyAsync(
                noon.AddDays(-Availability.SearchDays - 1), noon.AddDays(Availability.SearchDays + 1), null, cancellationToken);
            var availability = new Availability(catalogue, wished, options, clock, busy);
            return Answer(availability, wished, day, named, part, clock);
        },
        cancellationToken);

    public Task<ClientPreferencesResult> FindClientAsync(ToolContext context, CancellationToken cancellationToken) => store.Tables.ReadAsync(
        async connection =>
        {
            var clock = new BusinessClock(options, context.Time.GetUtcNow());
            var client = Client.Of(context);
            var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
            var profile = await connection.ReadProfileAsync(client, cancellationToken);
            var rows = await connection.ReadUpcomingAsync(client, clock.Now, UpcomingLimit, cancellationToken);
            var preferred = catalogue.Staff.FirstOrDefault(staff => staff.Id == profile.PreferredStaff)?.Name;
            return new ClientPreferencesResult(
                $"{SayProfile(profile, preferred)} {SayUpcoming(rows, catalogue, clock)}",
                profile.Name,
                profile.Email,
                preferred,
                profile.PreferredPart,
                profile.Notes,
                [.. rows.Select(row => new UpcomingAppointment(row.Id, catalogue.Of(row).Service.Name, catalogue.Of(row).Staff.Name, clock.LocalText(row.StartsAt)))]);
        },
        cancellationToken);

    private static AvailabilityResult Answer(
        Availability availability, Service service, DateOnly day, StaffMember? named, DayPart part, BusinessClock clock)
    {
        var free = availability.On(day)
            .Where(start => (named is null || start.Staff == named) && IsIn(part, clock.Local(start.Start)))
            .GroupBy(start => start.Staff)
            .Select(group => new StaffTimes(group.Key.Name, [.. group.Select(start => Wording.Time(clock.Local(start.Start)))]))
            .ToArray();
        var what = $"{service.Name} ({Wording.Minutes(service.Minutes)}, {service.Price}) on {Wording.Day(day)}{(part == DayPart.Any ? "" : $", {Name(part)}")}";
        if (free.Length > 0)
        {
            var spans = free.Select(staff => $"with {staff.Staff} at {Spans(staff.Times, availability.StepMinutes)}");
            return new AvailabilityResult($"Free starts for {what}: {string.Join("; ", spans)}.", service.Name, day, clock.ZoneName, free, []);
        }

        var hour = part switch { DayPart.Morning => 9, DayPart.Evening => 17, _ => 12 };
        var near = availability.Near(LocalTime.FirstInstantOrAfterGap(day.ToDateTime(new TimeOnly(hour, 0)), clock.Zone), named);
        return new AvailabilityResult(
            $"Nothing is free for {what}{(named is null ? "" : $" with {named.Name}")}. {availability.Say(near)}",
            service.Name,
            day,
            clock.ZoneName,
            [],
            [.. near.Select(start => new Opening(clock.LocalText(start.Start), start.Staff.Name))]);
    }

    private static string SayProfile(ClientProfile profile, string? preferredStaff)
    {
        string?[] known =
        [
            profile.Name is { } name ? $"the name {name}" : null,
            profile.Email is { } email ? $"confirmations to {email}" : null,
            preferredStaff is { } staff ? $"preferably with {staff}" : null,
            profile.PreferredPart == DayPart.Any ? null : $"preferably {Name(profile.PreferredPart)}",
            // Anybody may have written it: it stays in its own member, and the sentence that is trusted does not repeat it.
            profile.Notes is null ? null : "a note",
        ];
        var said = known.OfType<string>().ToArray();
        return said.Length == 0 ? "No preferences are on file." : $"On file: {Wording.List(said)}.";
    }

    private static string SayUpcoming(IReadOnlyList<AppointmentRow> rows, Catalogue catalogue, BusinessClock clock) => rows.Count == 0
        ? "There are no coming appointments."
        : "Coming appointments: " + string.Join("; ", rows.Select(row =>
        {
            var (service, staff) = catalogue.Of(row);
            return $"{row.Id}, {service.Name} with {staff.Name} on {Wording.Start(row.StartsAt, staff, clock)}";
        })) + ".";

    private static bool IsIn(DayPart part, DateTime local) => part switch
    {
        DayPart.Morning => local.Hour < 12,
        DayPart.Afternoon => local.Hour is >= 12 and < 17,
        DayPart.Evening => local.Hour >= 17,
        _ => true,
    };

    private static string Name(DayPart part) => "in the " + part.ToString().ToLowerInvariant();

    /// <summary>Joins times that follow each other on the grid into "09:00 to 11:30".</summary>
    private static string Spans(IReadOnlyList<string> times, int step)
    {
        var spans = new List<(string First, string Last)>();
        foreach (var time in times)
        {
            var follows = spans.Count > 0 && TimeOnly.ParseExact(time, "HH:mm") - TimeOnly.ParseExact(spans[^1].Last, "HH:mm") == TimeSpan.FromMinutes(step);
            if (follows)
            {
                spans[^1] = (spans[^1].First, time);
            }
            else
            {
                spans.Add((time, time));
            }
        }

        var said = Wording.List(spans.Select(span => span.First == span.Last ? span.First : $"{span.First} to {span.Last}"));
        return spans.Exists(span => span.First != span.Last) ? $"{said} (every {step} minutes)" : said;
    }
}
