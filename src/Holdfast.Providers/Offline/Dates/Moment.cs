namespace Holdfast.Providers.Offline.Dates;

/// <summary>A mention of a date or time in a text. <see cref="Start"/> and <see cref="End"/> (exclusive) are character offsets.</summary>
internal sealed record Moment(MomentKind Kind, int Start, int End)
{
    /// <summary>The day, or the first day of a range; null for a bare time, and for a day that does not exist (30 February).</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The time of day, or the start of a range of times.</summary>
    public TimeOnly? Time { get; init; }

    /// <summary>The day after the last of a range.</summary>
    public DateOnly? EndDate { get; init; }

    public TimeOnly? EndTime { get; init; }

    public TimeSpan? Length { get; init; }

    /// <summary>Whether the clock time leaves open which half of the day is meant ("at 3").</summary>
    public bool HalfOpen { get; init; }
}
