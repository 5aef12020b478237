namespace Holdfast.Agents.Scheduling;

/// <summary>An appointment as it is after a change.</summary>
/// <param name="Message">What happened, in words, to be read to the customer.</param>
/// <param name="AppointmentId">The appointment's number, such as <c>APT-7F3K2Q</c>.</param>
/// <param name="Status"><c>booked</c> or <c>cancelled</c>.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Staff">The staff member's name.</param>
/// <param name="Start">The local start in the business's time zone, such as <c>2026-03-30T10:00</c>.</param>
/// <param name="End">The local end in the business's time zone.</param>
/// <param name="TimeZone">The business's IANA time zone.</param>
/// <param name="Price">The price as text.</param>
public sealed record AppointmentResult(
    string Message, string AppointmentId, string Status, string Service, string Staff, string Start, string End, string TimeZone, string Price);
