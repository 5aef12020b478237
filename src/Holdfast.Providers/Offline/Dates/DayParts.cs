using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads parts of the day: "in the morning", "this evening", "late afternoon", "at night".</summary>
internal static class DayParts
{
    public static Read<DayPart>? Read(TokenText text, int index)
    {
        var position = index;
        position = text.Is(position, "in", "at", "during", "for", "of") ? position + 1 : position;
        position = text.Is(position, "the") ? position + 1 : position;
        position = text.Is(position, "early", "late", "mid") ? position + 1 : position;
        return Word(text.Word(position)) is { } part ? new Read<DayPart>(part, position + 1) : null;
    }

    public static DayPart? Word(string word) => word switch
    {
        "morning" or "mornings" => DayPart.Morning,
        "lunchtime" => DayPart.Lunch,
        "afternoon" or "afternoons" => DayPart.Afternoon,
        "evening" or "evenings" => DayPart.Evening,
        "night" or "nighttime" or "tonight" or "tonite" => DayPart.Night,
        _ => null,
    };

    /// <summary>The usual bounds of a part of the day.</summary>
    public static (TimeOnly From, TimeOnly To) Bounds(DayPart part) => part switch
    {
        DayPart.Morning => (new(8, 0), new(12, 0)),
        DayPart.Lunch => (new(11, 0), new(13, 0)),
        DayPart.Afternoon => (new(12, 0), new(16, 0)),
        DayPart.Evening => (new(16, 0), new(20, 0)),
        _ => (new(20, 0), new(23, 59, 59)),
    };
}
