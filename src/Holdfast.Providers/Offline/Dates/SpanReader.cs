using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads lengths of time: "two weeks and 2 days", "half an hour", "1.5 hours".</summary>
internal static class SpanReader
{
    private const int Largest = 100_000;

    public static Read<Span>? Read(TokenText text, int index)
    {
        if (One(text, index) is not { } read)
        {
            return null;
        }

        while (true)
        {
            var next = text.Is(read.Next, "and", ",") ? read.Next + 1 : read.Next;
            if (text.Is(next, "a") && text.Is(next + 1, "half") && text.Is(read.Next, "and"))
            {
                read = new Read<Span>(read.Value.Plus(Half(text.Word(read.Next - 1))), next + 2);
            }
            else if (One(text, next) is { } more)
            {
                read = new Read<Span>(read.Value.Plus(more.Value), more.Next);
            }
            else
            {
                return read;
            }
        }
    }

    private static Read<Span>? One(TokenText text, int index)
    {
        if (text.Is(index, "half") && (text.Is(index + 1, "an", "a") ? index + 2 : index + 1) is var half && CalendarWords.Unit(text.Word(half)) is "hour" or "day")
        {
            return new Read<Span>(Half(text.Word(half)), half + 1);
        }

        if (Count(text, index) is not { } count)
        {
            return null;
        }

        var position = text.Is(count.Next, "more", "other", "full", "-") ? count.Next + 1 : count.Next;
        if (text.Glued(position) && text.Is(position, "h", "d", "w") && !text.Glued(position + 1))
        {
            return new Read<Span>(Of(text.Word(position) switch { "h" => "hour", "d" => "day", _ => "week" }, count.Value), position + 1);
        }

        return CalendarWords.Unit(text.Word(position)) is { } unit ? new Read<Span>(Of(unit, count.Value), position + 1) : null;
    }

    private static Read<double>? Count(TokenText text, int index)
    {
        if (text.Is(index, "a", "an"))
        {
            return text.Is(index + 1, "couple", "few")
                ? new Read<double>(text.Is(index + 1, "few") ? 3 : 2, text.Is(index + 2, "of") ? index + 3 : index + 2)
                : new Read<double>(1, index + 1);
        }

        if (text.Number(index) is var number and >= 0 and <= Largest)
        {
            return text.Is(index + 1, ".") && text.Glued(index + 2) && text[index + 2].IsNumber && text[index + 2].Lower.Length == 1
                ? new Read<double>(number + (text.Number(index + 2) / 10.0), index + 3)
                : new Read<double>(number, index + 1);
        }

        return NumberWords.Cardinal(text, index) is { Value: <= Largest } words ? new Read<double>(words.Value, words.Next) : null;
    }

    private static Span Half(string unit) => CalendarWords.Unit(unit) switch
    {
        "hour" => new Span(0, 0, 1_800),
        "day" => new Span(0, 0, 43_200),
        "week" => new Span(0, 3, 0),
        "year" => new Span(6, 0, 0),
        _ => new Span(0, 15, 0),
    };

    private static Span Of(string unit, double count) => unit switch
    {
        "second" => new Span(0, 0, (long)count),
        "minute" => new Span(0, 0, (long)(count * 60)),
        "hour" => new Span(0, 0, (long)(count * 3_600)),
        "day" => new Span(0, (int)count, 0),
        "week" => new Span(0, (int)(count * 7), 0),
        "fortnight" => new Span(0, (int)(count * 14), 0),
        "month" => new Span((int)count, 0, 0),
        _ => new Span((int)(count * 12), 0, 0),
    };
}
