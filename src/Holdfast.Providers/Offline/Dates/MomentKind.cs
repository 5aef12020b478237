namespace Holdfast.Providers.Offline.Dates;

internal enum MomentKind
{
    Date,
    Time,
    DateTime,
    DateRange,
    TimeRange,
    DateTimeRange,
    Duration,
}
