namespace Holdfast.Providers.Offline.Dates;

/// <summary>A time of day that was understood.</summary>
/// <param name="Time">The time, already moved to the likely half of the day.</param>
/// <param name="HalfOpen">Whether morning or afternoon was not said.</param>
internal readonly record struct ClockValue(TimeOnly Time, bool HalfOpen)
{
    /// <summary>Applies "in the evening" and the like to a time whose half of the day is open.</summary>
    public ClockValue In(DayPart part)
    {
        if (!HalfOpen)
        {
            return this;
        }

        var hour = Time.Hour % 12;
        var late = part switch
        {
            DayPart.Morning => false,
            DayPart.Night => hour is >= 5 and < 12,
            _ => true,
        };
        return new ClockValue(new TimeOnly(late ? hour + 12 : hour, Time.Minute, Time.Second), false);
    }
}
