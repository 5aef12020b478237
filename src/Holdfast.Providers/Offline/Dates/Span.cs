namespace Holdfast.Providers.Offline.Dates;

/// <summary>A length of time in calendar units, so that "a month" keeps its meaning.</summary>
internal readonly record struct Span(int Months, int Days, long Seconds)
{
    public bool HasClock => Seconds != 0;

    public bool HasDays => Months != 0 || Days != 0;

    public Span Plus(Span other) => new(Months + other.Months, Days + other.Days, Seconds + other.Seconds);

    public DateTime AddTo(DateTime moment, int sign)
    {
        try
        {
            return moment.AddMonths(sign * Months).AddDays(sign * (double)Days).AddSeconds(sign * (double)Seconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            return moment;
        }
    }

    public TimeSpan Approximate() => TimeSpan.FromDays((Months * 30L) + Days) + TimeSpan.FromSeconds(Seconds);
}
