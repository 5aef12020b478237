using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>A stand-in of the scheduling agent's tools.</summary>
internal static class SalonTools
{
    public static IReadOnlyList<AITool> All { get; } =
    [
        OfflineTalk.Tool("check_availability", "Lists the free times for a service on a day.", ToolEffect.Read,
            """{"service":{"type":"string","description":"The service, such as haircut, colouring or beard trim."},"date":{"type":"string","format":"date","description":"The day."},"staff":{"type":"string","description":"The member of staff, if one is preferred."},"time_zone":{"type":"string","description":"IANA time zone of the client."}}""",
            "service", "date"),
        OfflineTalk.Tool("book_appointment", "Books an appointment for a client.", ToolEffect.Write,
            """{"service":{"type":"string","description":"The service, such as haircut, colouring or beard trim."},"start":{"type":"string","description":"Local date-time of the start, such as 2026-03-09T10:30:00."},"staff":{"type":"string","description":"The member of staff, if one is preferred."},"client_name":{"type":"string","description":"The client's full name."},"client_email":{"type":"string","format":"email","description":"Where to send the confirmation."}}""",
            "service", "start", "client_name"),
        OfflineTalk.Tool("cancel_appointment", "Cancels an appointment.", ToolEffect.Destructive,
            """{"appointment_id":{"type":"string","pattern":"^APT-[0-9]+$","description":"The appointment's id."}}""", "appointment_id"),
        OfflineTalk.Tool("reschedule_appointment", "Moves an appointment to another time.", ToolEffect.Write,
            """{"appointment_id":{"type":"string","pattern":"^APT-[0-9]+$","description":"The appointment's id."},"new_start":{"type":"string","description":"Local date-time of the new start."}}""",
            "appointment_id", "new_start"),
        OfflineTalk.Tool("get_client_preferences", "Returns the client's preferences and upcoming appointments.", ToolEffect.Read, "{}"),
        OfflineTalk.Tool("send_confirmation", "Sends a confirmation of an appointment.", ToolEffect.Write,
            """{"appointment_id":{"type":"string","pattern":"^APT-[0-9]+$","description":"The appointment's id."},"channel":{"type":"string","enum":["email","sms"],"description":"How to send it."}}""",
            "appointment_id", "channel"),
    ];
}
