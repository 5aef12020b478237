namespace Holdfast.Providers.Offline.Dates;

internal enum DayPart
{
    Morning,
    Lunch,
    Afternoon,
    Evening,
    Night,
}
