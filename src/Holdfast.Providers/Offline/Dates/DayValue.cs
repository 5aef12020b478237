namespace Holdfast.Providers.Offline.Dates;

/// <summary>A day that was understood; <see cref="Date"/> is null when it does not exist.</summary>
internal readonly record struct DayValue(DateOnly? Date)
{
    /// <summary>Whether only a weekday or a day of the month was named, which a following date may say more exactly.</summary>
    public bool Loose { get; init; }
}
