namespace Holdfast.Agents.Scheduling;

/// <summary>What is known of the client, and the client's coming appointments.</summary>
/// <param name="Message">The same without the notes in words, to be read to the customer.</param>
/// <param name="Name">The client's name, or null.</param>
/// <param name="Email">Where confirmations go, or null.</param>
/// <param name="PreferredStaff">The name of the preferred staff member, or null.</param>
/// <param name="PreferredPart">The preferred part of the day.</param>
/// <param name="Notes">Free text about the client, whoever wrote it; or null.</param>
/// <param name="Upcoming">The coming appointments, the next one first, 20 at most.</param>
public sealed record ClientPreferencesResult(
    string Message,
    string? Name,
    string? Email,
    string? PreferredStaff,
    DayPart PreferredPart,
    string? Notes,
    IReadOnlyList<UpcomingAppointment> Upcoming);
