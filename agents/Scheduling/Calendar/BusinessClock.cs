using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>The times that customers and the business speak of, all in the business's time zone.</summary>
internal sealed class BusinessClock(SchedulingOptions options, DateTimeOffset now)
{
    public const string StartPattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$";

    private static readonly string[] StartFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd' 'HH:mm"];

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public string ZoneName => options.TimeZone;

    public DateTimeOffset Now => now;

    public DateTimeOffset Earliest => now.AddMinutes(options.NoticeMinutes);

    public DateOnly Today => Day(now);

    public DateOnly LastDay => Today.AddDays(options.HorizonDays);

    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    public DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    public string LocalText(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-dd'T'HH:mm");

    /// <summary>Returns the instant that a customer's local start means, and a remark when clocks change that night.</summary>
    /// <exception cref="ToolException">The text is no local time, or clocks skip it.</exception>
    public (DateTimeOffset Instant, string? Remark) ReadStart(string text)
    {
        var (local, offset) = Split(text.Trim());
        if (Zone.IsInvalidTime(local))
        {
            var next = LocalTime.NextValid(local, Zone);
            throw new ToolException(
                $"{Wording.Time(local)} does not exist on {Wording.Day(local)} in {ZoneName}: clocks go forward. The next valid time is {Wording.Time(next)}.");
        }

        var first = LocalTime.FirstInstant(local, Zone)!.Value;
        var last = LocalTime.LastInstant(local, Zone);
        if (offset is { } given)
        {
            var instant = new DateTimeOffset(local, given).ToUniversalTime();
            return instant == first || instant == last ? (instant, null) : throw new ToolException(
                $"'{text}' does not fit {ZoneName}, where {Wording.Time(local)} that day is UTC{Wording.Offset(Zone.GetUtcOffset(local))}. Give the local time without an offset, such as {local:yyyy-MM-dd'T'HH:mm}.");
        }

        return first == last
            ? (first, null)
            : (first, $"{Wording.Time(local)} comes twice that night, as clocks go back; the first one (UTC{Wording.Offset(TimeZoneInfo.ConvertTime(first, Zone).Offset)}) is meant.");
    }

    private static (DateTime Local, TimeSpan? Offset) Split(string text)
    {
        TimeSpan? offset = null;
        var body = text;
        if (text.EndsWith('Z'))
        {
            (body, offset) = (text[..^1], TimeSpan.Zero);
        }
        else if (text.Length > 16 && text[^6] is '+' or '-' && TimeSpan.TryParseExact(text[^5..], @"hh\:mm", null, out var span))
        {
            (body, offset) = (text[..^6], text[^6] == '-' ? -span : span);
        }

        // An offset that no zone has cannot be told apart from a typing error.
        return DateTime.TryParseExact(body, StartFormats, null, default, out var local) && (offset ?? default).Duration() <= TimeSpan.FromHours(14)
            ? (local, offset)
            : throw new ToolException($"'{text}' is not a start. Give the local date and time such as 2026-03-30T10:00.");
    }
}
