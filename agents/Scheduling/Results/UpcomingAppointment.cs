namespace Holdfast.Agents.Scheduling;

/// <summary>A coming appointment of the client.</summary>
/// <param name="AppointmentId">The appointment's number, such as <c>APT-7F3K2Q</c>.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Staff">The staff member's name.</param>
/// <param name="Start">The local start in the business's time zone.</param>
public sealed record UpcomingAppointment(string AppointmentId, string Service, string Staff, string Start);
