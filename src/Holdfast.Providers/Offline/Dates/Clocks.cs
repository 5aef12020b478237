using System.Collections.Frozen;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads times of day: "3pm", "18:45", "half past six", "noon", "7 in the evening", "0730pm".</summary>
internal static class Clocks
{
    /// <summary>Words that may follow a lone hour; any other noun makes the number a count.</summary>
    private static readonly FrozenSet<string> Followers = FrozenSet.ToFrozenSet(
        ["in", "at", "on", "please", "tomorrow", "today", "tonight", "this", "next", "and", "or", "then", "would", "is", "works", "for", "with", "thanks", "thank", "sharp", "to", "until", "till", "if", "the",
         "instead", "will", "should", "was", "but", "when", "ish", "works", "sounds", "maybe", "ok", "good", "under", "my", "not", "by", "because", "as", "it", "i", "we", "would", "works", "right", "exactly"]);

    /// <summary>Reads a time at an index. A bare hour ("6") counts only where <paramref name="bare"/> allows it.</summary>
    public static Read<ClockValue>? Read(TokenText text, int index, bool bare)
    {
        if (text.Glued(index) && text[index].IsNumber && text.Is(index - 1, ":", ".", "/", "-", "$", "#", ",") && index > 1 && text.Glued(index - 1))
        {
            return null;
        }

        var read = Spoken(text, index) ?? Digital(text, index, bare) ?? Words(text, index, bare);
        if (read is not { } clock)
        {
            return null;
        }

        while (text.Is(clock.Next, "o") && text.Is(clock.Next + 1, "'") && text.Is(clock.Next + 2, "clock"))
        {
            clock = clock with { Next = clock.Next + 3 };
        }

        var next = text.Is(clock.Next, "o'clock", "oclock", "ish", "hours") ? clock.Next + 1 : clock.Next;
        if (text.Is(next, "-") && text.Is(next + 1, "ish"))
        {
            next += 2;
        }

        if (Half(text, next, clock.Value) is { } halved)
        {
            return halved;
        }

        return DayParts.Read(text, next) is { } part && !text.Is(next, "for", "of")
            ? new Read<ClockValue>(clock.Value.In(part.Value), text.Is(part.Next - 1, "tonight") ? next : part.Next)
            : new Read<ClockValue>(clock.Value, next);
    }

    /// <summary>Picks the half of the day that an hour without one most likely means: 1 to 6 are afternoon.</summary>
    public static ClockValue Open(int hour, int minute, int second = 0, bool written24 = false)
    {
        var open = hour is >= 1 and <= 12 && !written24;
        return new ClockValue(new TimeOnly(open && hour <= 6 ? hour + 12 : hour % 24, minute, second), open);
    }

    private static Read<ClockValue>? Half(TokenText text, int index, ClockValue clock)
    {
        var position = text.Is(index, ".") && text.Glued(index + 1) ? index + 1 : index;
        var (late, next) = text.Word(position) switch
        {
            "pm" or "pms" => (true, position + 1),
            "am" => (false, position + 1),
            "p" or "a" when text.Is(position + 1, ".") && text.Is(position + 2, "m") => (text.Is(position, "p"), position + 3),
            "p" or "a" when text.Is(position + 1, "m") => (text.Is(position, "p"), position + 2),
            "p" or "a" when text.Glued(position) && text[position - 1].IsNumber => (text.Is(position, "p"), position + 1),
            "ampm" => (clock.Time.Hour >= 12, position + 1),
            _ => (false, -1),
        };
        if (next < 0 || clock.Time.Hour > 18)
        {
            return null;
        }

        next = text.Is(next, ".") && text.Is(next - 1, "m") && text.Glued(next) && text.Is(next - 2, ".") ? next + 1 : next;
        var hour = (clock.Time.Hour % 12) + (late ? 12 : 0);
        return new Read<ClockValue>(new ClockValue(new TimeOnly(hour, clock.Time.Minute, clock.Time.Second), false), next);
    }

    private static Read<ClockValue>? Digital(TokenText text, int index, bool bare)
    {
        var hour = text.Number(index);
        if (hour < 0 || text[index].Lower.Length > 4)
        {
            return null;
        }

        if (text[index].Lower.Length == 4)
        {
            var marked = text.Is(index + 1, "am", "pm", "h", "hr", "hrs", "hours");
            return (marked || bare) && hour / 100 < 24 && hour % 100 < 60
                ? new Read<ClockValue>(Open(hour / 100, hour % 100, written24: !text.Is(index + 1, "am", "pm")), text.Is(index + 1, "h", "hr", "hrs") ? index + 2 : index + 1)
                : null;
        }

        if (hour > 24)
        {
            return null;
        }

        if (text.Is(index + 1, ":", ".", "h") && text.Glued(index + 1) && text.Glued(index + 2) && text[index + 2].Lower.Length == 2 && text.Number(index + 2) is var minute and >= 0 and < 60)
        {
            var second = text.Is(index + 3, ":") && text.Glued(index + 4) && text.Number(index + 4) is var tail and >= 0 and < 60 ? tail : -1;
            var next = second >= 0 ? index + 5 : index + 3;
            var spaced = text.Is(index + 1, ":", "h") || bare || text.Is(next, "am", "pm", "a", "p");
            var padded = hour == 0 || (text[index].Lower.Length == 2 && text.Word(index)[0] == '0' && second >= 0);
            return spaced && !(text.Is(next, ".", "/", "-") && text.Glued(next + 1) && text[next + 1].IsNumber)
                ? new Read<ClockValue>(Open(hour, minute, Math.Max(second, 0), padded), next)
                : null;
        }

        if (text.Is(index + 1, "h", "hr", "hrs", "hours") && text.Glued(index + 1))
        {
            return hour >= 13 || bare ? new Read<ClockValue>(Open(hour, 0, written24: true), index + 2) : null;
        }

        return Bare(text, index + 1, hour, bare);
    }

    private static Read<ClockValue>? Words(TokenText text, int index, bool bare)
    {
        if (NumberWords.Small(text, index) is not { Value: >= 1 and <= 24 } hour)
        {
            return null;
        }

        var position = text.Is(hour.Next, "-", "oh") ? hour.Next + 1 : hour.Next;
        if (hour.Value <= 12 && NumberWords.Small(text, position) is { Value: > 0 and < 60 } minute && (minute.Value >= 10 || text.Is(position - 1, "oh")))
        {
            var next = text.Is(minute.Next, "minutes") ? minute.Next + 1 : minute.Next;
            return bare || text.Is(next, "am", "pm", "a", "p") ? new Read<ClockValue>(Open(hour.Value, minute.Value), next) : null;
        }

        return Bare(text, hour.Next, hour.Value, bare);
    }

    private static Read<ClockValue>? Bare(TokenText text, int next, int hour, bool bare)
    {
        if (hour > 24 || text.Is(next, "%", "/", "-", "$") || (text.Is(next, ".", ",") && text.Glued(next + 1) && text[next + 1].IsNumber))
        {
            return null;
        }

        var marked = text.Is(next, "am", "pm", "o'clock", "oclock", "ish", "ampm") || (text.Is(next, "p", "a") && (text.Glued(next) || text.Is(next + 1, "m", "."))
                && (text.Glued(next) || text.Is(next + 1, "m") || text.Is(next + 2, "m")))
            || (text.Is(next, "o") && text.Is(next + 1, "'")) || (text.Is(next, ".") && text.Is(next + 1, "pm", "am"))
            || (text.Is(next, "in", "at") && DayParts.Read(text, next) is not null && hour <= 12)
            || (text.Is(next, "-") && text.Is(next + 1, "ish"));
        return marked || (bare && (!text[next].IsWord || Followers.Contains(text.Word(next)) || CalendarWords.Weekday(text.Word(next)) is not null))
            ? new Read<ClockValue>(Open(hour, 0, written24: hour is 0 or > 12), next)
            : null;
    }

    private static Read<ClockValue>? Spoken(TokenText text, int index)
    {
        var hyphen = text.Is(index + 1, "-") ? 1 : 0;
        switch (text.Word(index))
        {
            case "noon" or "midday" or "noonish":
                return new Read<ClockValue>(new ClockValue(new TimeOnly(12, 0), false), index + 1);
            case "mid" when text.Is(index + 1 + hyphen, "day"):
                return new Read<ClockValue>(new ClockValue(new TimeOnly(12, 0), false), index + 2 + hyphen);
            case "midnight":
                return new Read<ClockValue>(new ClockValue(TimeOnly.MinValue, false), index + 1);
        }

        var (minutes, position) = text.Word(index) switch
        {
            "half" => (30, index + 1),
            "quarter" => (15, index + 1),
            "a" when text.Is(index + 1, "quarter") => (15, index + 2),
            _ when text.Number(index) is var digits and > 0 and < 60 => (digits, index + 1),
            _ when NumberWords.Small(text, index) is { Value: > 0 and < 60 } small => (small.Value, small.Next),
            _ => (0, index),
        };
        position = text.Is(position, "minutes", "mins", "min", "-") ? position + 1 : position;
        var direction = text.Word(position) switch { "past" or "after" => 1, "to" or "before" or "til" or "till" => -1, _ => 0 };
        if (minutes == 0 || direction == 0 || (text.Is(position, "to") && minutes % 5 != 0) || Target(text, position + 1) is not { } target)
        {
            return null;
        }

        // "5 to 7" is a range of hours, not a time, unless minutes are named: only usual fractions are read as times.
        if (text.Is(position, "to") && minutes is not (15 or 20 or 25 or 30) && !text.Is(position - 1, "minutes", "mins", "min"))
        {
            return null;
        }

        var time = target.Value.Time.AddMinutes(direction * minutes);
        return new Read<ClockValue>(new ClockValue(time, target.Value.HalfOpen), target.Next);
    }

    private static Read<ClockValue>? Target(TokenText text, int index)
    {
        if (text.Is(index, "noon", "midday", "midnight"))
        {
            return Spoken(text, index);
        }

        var read = Digital(text, index, bare: true) ?? Words(text, index, bare: true);
        return read is { } clock ? Half(text, clock.Next, clock.Value) ?? clock : null;
    }
}
