using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads ranges of days: "next week", "this month", "July 2019", "from 4 to 23 November", "last 3 days".</summary>
internal static class DateRanges
{
    public static Read<Moment>? Read(TokenText text, int index, DateContext context) =>
        Between(text, index, context.Today) ?? Period(text, index, context.Today) ?? Month(text, index, context.Today) ?? Year(text, index);

    private static Read<Moment>? Between(TokenText text, int index, DateOnly today)
    {
        var lead = text.Is(index, "from", "between") ? index + 1 : index;
        var first = Days.Read(text, lead, today);
        var next = first?.Next ?? -1;
        if (first is null && NamedDays.DayNumber(text, lead) is { } number)
        {
            next = number.Next;
        }
        else if (first is null && CalendarWords.Month(text.Word(lead)) is not null)
        {
            next = lead + 1;
        }

        var joined = text.Is(next, "to", "-", "until", "till", "through", "\u2013") || (lead > index && text.Is(next, "and"));
        if (next < 0 || !joined || Days.Read(text, text.Is(next + 1, "the") && first is null ? next + 2 : next + 1, today) is not { Value.Date: { } end } second)
        {
            return null;
        }

        var start = first is not null ? first.Value.Value.Date : StartOf(text, lead, end);
        return start is { } known && known <= end
            ? new Read<Moment>(new Moment(MomentKind.DateRange, 0, 0) { Date = known, EndDate = end }, second.Next)
            : null;
    }

    private static DateOnly? StartOf(TokenText text, int index, DateOnly end) =>
        CalendarWords.Month(text.Word(index)) is { } month
            ? DayMath.Exact(end.Year, month, 1)
            : DayMath.Exact(end.Year, end.Month, NamedDays.DayNumber(text, index)?.Value ?? 0);

    private static Read<Moment>? Period(TokenText text, int index, DateOnly today)
    {
        var position = text.Is(index, "the") ? index + 1 : index;
        var shift = text.Word(position) switch
        {
            "this" or "current" => 0,
            "next" or "coming" or "following" or "upcoming" => 1,
            "last" or "past" or "previous" => -1,
            _ => (int?)null,
        };
        if (shift is not { } sign)
        {
            return null;
        }

        if (sign != 0 && SpanReader.Read(text, position + 1) is { Value.HasDays: true } span)
        {
            var edge = DateOnly.FromDateTime(span.Value.AddTo(today.ToDateTime(TimeOnly.MinValue), sign));
            return sign > 0 ? Range(today.AddDays(1), edge.AddDays(1), span.Next) : Range(edge, today, span.Next);
        }

        var week = DayMath.WeekOf(today).AddDays(7 * sign);
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(sign);
        var year = new DateOnly(today.Year + sign, 1, 1);
        return text.Word(position + 1) switch
        {
            "week" => Range(week, week.AddDays(7), position + 2),
            "weekend" => Range(week.AddDays(5), week.AddDays(7), position + 2),
            "month" => Range(month, month.AddMonths(1), position + 2),
            "year" => Range(year, year.AddYears(1), position + 2),
            var name when CalendarWords.Month(name) is { } named && name.Length > 2 => OfMonth(named, sign, today, position + 2),
            _ => null,
        };
    }

    private static Read<Moment>? OfMonth(int month, int sign, DateOnly today, int next)
    {
        var start = new DateOnly(today.Year, month, 1);
        start = (sign > 0 && start <= today) ? start.AddYears(1) : (sign < 0 && start.AddMonths(1) > today) ? start.AddYears(-1) : start;
        return Range(start, start.AddMonths(1), next);
    }

    private static Read<Moment>? Month(TokenText text, int index, DateOnly today)
    {
        if (CalendarWords.Month(text.Word(index)) is not { } month || (text.Is(index, "may", "mar", "march", "sec", "dec") && !text.Is(index - 1, "in", "of", "for") && YearReader.Read(text, index + 1) is null))
        {
            return null;
        }

        if (YearReader.Read(text, index + 1) is { } year)
        {
            return Range(new DateOnly(year.Value, month, 1), new DateOnly(year.Value, month, 1).AddMonths(1), year.Next);
        }

        var start = new DateOnly(today.Year, month, 1);
        start = start.AddMonths(1) <= today ? start.AddYears(1) : start;
        return Range(start, start.AddMonths(1), index + 1);
    }

    private static Read<Moment>? Year(TokenText text, int index) =>
        YearReader.Digits(text, index) is { } year && text.Is(index - 1, "in", "of", "since", "for", "year", "during", "before", "after")
            ? Range(new DateOnly(year.Value, 1, 1), new DateOnly(year.Value, 1, 1).AddYears(1), year.Next)
            : null;

    private static Read<Moment> Range(DateOnly start, DateOnly end, int next) =>
        new(new Moment(MomentKind.DateRange, 0, 0) { Date = start, EndDate = end }, next);
}
