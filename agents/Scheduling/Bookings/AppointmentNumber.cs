namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Numbers of appointments.</summary>
internal static class AppointmentNumber
{
    public const string Pattern = "^APT-[0-9A-Z]{6}$";

    public static string New(IdSource ids) => RecordNumber.New("APT-", ids);
}
