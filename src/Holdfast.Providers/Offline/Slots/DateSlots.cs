using System.Globalization;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills dates, times and date-times from the moments a message mentions.</summary>
internal static class DateSlots
{
    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, TimeZoneInfo zone)
    {
        var parameters = tool.Parameters.Where(parameter => parameter.Kind is ParameterKind.Date or ParameterKind.Time or ParameterKind.DateTime).ToList();
        var moments = said.Moments.Where(moment => moment.Kind is not MomentKind.Duration).ToList();
        if (parameters.Count == 0 || moments.Count == 0)
        {
            return;
        }

        foreach (var moment in moments)
        {
            said.Use(moment);
        }

        if (parameters.Count == 1)
        {
            Apply(parameters[0], slots, Target(said, moments), zone);
            return;
        }

        if (moments.Count == 1 && parameters.Any(parameter => parameter.Kind == ParameterKind.Date) && parameters.Any(parameter => parameter.Kind == ParameterKind.Time))
        {
            Apply(parameters.First(parameter => parameter.Kind == ParameterKind.Date), slots, moments[0], zone);
            Apply(parameters.First(parameter => parameter.Kind == ParameterKind.Time), slots, moments[0], zone);
            return;
        }

        var left = moments.ToList();
        foreach (var parameter in parameters.OrderBy(parameter => slots.Has(parameter)))
        {
            var moment = left.FirstOrDefault(candidate => Suits(parameter, candidate) && Cued(parameter, said, candidate)) ?? left.FirstOrDefault(candidate => Suits(parameter, candidate) && !slots.Has(parameter));
            if (moment is null)
            {
                continue;
            }

            Apply(parameter, slots, moment, zone);
            left.Remove(moment);
            if (moment.Kind == MomentKind.DateRange && moment.EndDate is { } end)
            {
                left.Insert(0, new Moment(MomentKind.Date, moment.Start, moment.End) { Date = end });
            }
        }
    }

    /// <summary>Writes a moment into one parameter, joining a day and a time that were said apart.</summary>
    public static void Apply(Parameter parameter, SlotTable slots, Moment moment, TimeZoneInfo zone)
    {
        if (moment.Date is null && moment.Kind is MomentKind.Date or MomentKind.DateTime)
        {
            slots.Trouble(parameter, "that day does not exist in the calendar");
            return;
        }

        var exact = moment.Kind is MomentKind.Time or MomentKind.DateTime;
        switch (parameter.Kind)
        {
            case ParameterKind.Date when moment.Date is { } date && moment.Kind is not MomentKind.DateRange:
                slots.Set(parameter, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ParameterKind.Date when moment.Date is { } first:
                slots.Set(parameter, first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case ParameterKind.Time when exact && moment.Time is { } time:
                slots.Set(parameter, time.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
                break;
            case ParameterKind.DateTime:
                var known = slots[parameter.Name];
                var (day, clock) = Parts(known);
                day = moment.Kind is MomentKind.DateRange ? day : moment.Date ?? day;
                clock = exact ? moment.Time ?? clock : clock;
                slots.Set(parameter, day is { } whole && clock is { } at
                    ? new SlotValue { Value = JsonReading.Text(Format(whole.ToDateTime(at), parameter, zone)) }
                    : new SlotValue { Day = day, Clock = clock });
                break;
        }
    }

    public static string Format(DateTime local, Parameter parameter, TimeZoneInfo zone)
    {
        var text = local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return parameter.WithOffset ? text + new DateTimeOffset(local, zone.GetUtcOffset(local)).ToString("zzz", CultureInfo.InvariantCulture) : text;
    }

    private static (DateOnly? Day, TimeOnly? Clock) Parts(SlotValue? known)
    {
        if (known?.Value is { } value && DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return (DateOnly.FromDateTime(moment.DateTime), TimeOnly.FromDateTime(moment.DateTime));
        }

        return (known?.Day, known?.Clock);
    }

    /// <summary>The moment meant as the new value: the one after "to" or "for", else all of them joined.</summary>
    private static Moment Target(Utterance said, List<Moment> moments)
    {
        if (moments.Count == 1)
        {
            return moments[0];
        }

        var target = moments.LastOrDefault(moment => said.Tokens.Is(said.TokenAt(moment.Start) - 1, "to", "until")) ?? moments[^1];
        var date = moments.LastOrDefault(moment => moment.Date is not null && moment.Kind is not MomentKind.DateRange);
        var time = moments.LastOrDefault(moment => moment.Time is not null && moment.Kind is MomentKind.Time or MomentKind.DateTime);
        return (target.Date is null || target.Time is null) && date is not null && time is not null && moments.Count == 2
            ? target with { Kind = MomentKind.DateTime, Date = target.Date ?? date.Date, Time = target.Kind is MomentKind.Time or MomentKind.DateTime ? target.Time : time.Time }
            : target;
    }

    private static bool Suits(Parameter parameter, Moment moment) => parameter.Kind switch
    {
        ParameterKind.Time => moment.Time is not null,
        ParameterKind.Date => moment.Date is not null,
        _ => true,
    };

    private static bool Cued(Parameter parameter, Utterance said, Moment moment)
    {
        var before = said.TokenAt(moment.Start) - 1;
        if (said.Tokens.Is(before, "from", "starting", "start", "between") || said.Tokens.Is(said.TokenAt(moment.Start), "from"))
        {
            return parameter.Says("start", "from", "begin", "in", "departure", "check");
        }

        return said.Tokens.Is(before, "to", "until", "till", "and", "-") ? parameter.Says("end", "to", "until", "out", "return") : parameter.Words.Any(word => said.Tokens.Is(before, word));
    }
}
