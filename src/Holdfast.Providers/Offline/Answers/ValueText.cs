using System.Globalization;
using System.Text.Json;
using Holdfast.Providers.Offline.Language;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>Writes values for people, and reads them back from what people were shown.</summary>
internal static class ValueText
{
    private const string Day = "dddd, d MMMM yyyy";
    private const string Clock = "HH:mm";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Writes an argument so that <see cref="Read"/> returns the same value.</summary>
    public static string Write(Parameter parameter, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Phrases.Line(value.GetString()!, 1_000),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.GetRawText(),
        };
        if (parameter.Kind is not (ParameterKind.Date or ParameterKind.DateTime or ParameterKind.Time))
        {
            return text;
        }

        var friendly = Friendly(text);
        return Read(parameter, friendly, null) is { } back && back.ToString() == value.ToString() ? friendly : text;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is not a value of the parameter.</summary>
    public static JsonElement? Read(Parameter parameter, string text, TimeZoneInfo? zone)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Boolean:
                return text is "yes" ? JsonReading.Boolean(true) : text is "no" ? JsonReading.Boolean(false) : null;
            case ParameterKind.Integer:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var whole) ? JsonReading.Number(whole) : null;
            case ParameterKind.Number:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out whole) ? JsonReading.Number(whole)
                    : double.TryParse(text, NumberStyles.Float, Culture, out var number) && double.IsFinite(number) ? JsonReading.Number(number) : null;
            case ParameterKind.List or ParameterKind.Object:
                return JsonReading.Parse(text);
            case ParameterKind.Date when DateOnly.TryParseExact(text, Day, Culture, DateTimeStyles.None, out var date):
                return JsonReading.Text(date.ToString("yyyy-MM-dd", Culture));
            case ParameterKind.Time when TimeOnly.TryParseExact(text, Clock, Culture, DateTimeStyles.None, out var time):
                return JsonReading.Text(time.ToString("HH:mm:ss", Culture));
            case ParameterKind.DateTime when DateTime.TryParseExact(text, Day + " 'at' " + Clock, Culture, DateTimeStyles.None, out var moment):
                return JsonReading.Text(DateSlots.Format(moment, parameter with { WithOffset = false }, zone ?? TimeZoneInfo.Utc));
            default:
                return JsonReading.Text(text);
        }
    }

    /// <summary>Rewrites a text that is exactly an ISO 8601 date, time or date-time in words; other text stays.</summary>
    public static string Friendly(string text)
    {
        if (text.Length is < 8 or > 35 || !char.IsAsciiDigit(text[0]))
        {
            return text;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", Culture, DateTimeStyles.None, out var date))
        {
            return date.ToString(Day, Culture);
        }

        if (text.Length == 8 && TimeOnly.TryParseExact(text, "HH:mm:ss", Culture, DateTimeStyles.None, out var time))
        {
            return time.ToString(time.Second == 0 ? Clock : "HH:mm:ss", Culture);
        }

        return text.Length >= 16 && text[10] is 'T' or ' ' && DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.DateTime.ToString(Day + " 'at' " + (moment.Second == 0 ? Clock : "HH:mm:ss"), Culture)
            : text;
    }
}
