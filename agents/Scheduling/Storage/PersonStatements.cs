namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>Where the business keeps data of clients, and what becomes of them when a person is erased.</summary>
/// <remarks>Appointments stay as figures of the calendar, without whose they were. Those that were booked are <c>erased</c> and their times are free: nobody would know who comes.</remarks>
internal static class PersonStatements
{
    // Preferences of nobody in particular are kept by session.
    private const string IsOwnProfile = "tenant = @tenant AND (user_id = @user OR (@user = 'anonymous' AND substr(user_id, 1, 10) = 'anonymous/'))";
    private const string OwnAppointments = "SELECT id FROM scheduling_appointments WHERE tenant = @tenant AND user_id = @user";

    public static IReadOnlyList<(string Kind, string Query)> Queries { get; } =
    [
        ("client", $"SELECT name, email, preferred_staff, preferred_part, notes FROM scheduling_clients WHERE {IsOwnProfile}"),
        ("appointment", "SELECT id, session, client, service, staff, starts_at, ends_at, status, created_at FROM scheduling_appointments WHERE tenant = @tenant AND user_id = @user ORDER BY starts_at, id"),
        ("confirmation", $"SELECT appointment, recipient, subject, body, created_at, delivered_at FROM scheduling_outbox WHERE appointment IN ({OwnAppointments}) ORDER BY created_at, message_id"),
    ];

    public static IReadOnlyList<string> Erasures { get; } =
    [
        $"DELETE FROM scheduling_clients WHERE {IsOwnProfile}",
        $"DELETE FROM scheduling_outbox WHERE appointment IN ({OwnAppointments})",
        $"DELETE FROM scheduling_slots WHERE appointment IN ({OwnAppointments})",
        """
        UPDATE scheduling_appointments SET user_id = @nobody, session = '', client = '', status = CASE WHEN status = 'booked' THEN 'erased' ELSE status END, version = version + 1
        WHERE tenant = @tenant AND user_id = @user
        """,
    ];
}
