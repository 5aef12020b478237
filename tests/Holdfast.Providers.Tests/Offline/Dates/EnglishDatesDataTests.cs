using System.Text.Json;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Tests.Offline.Dates;

public class EnglishDatesDataTests(ITestOutputHelper output)
{
    [Fact]
    public void Finds_most_dates_and_times_of_the_development_file()
    {
        var scores = new SortedDictionary<string, (int Total, int Value, int Span)>(StringComparer.Ordinal);
        var extra = (Rows: 0, Found: 0);
        foreach (var row in SharedData.Rows("dates_english.jsonl"))
        {
            var part = SharedData.IsHeldBack(row.GetProperty("text").GetString()!) ? "held" : "tune";
            var reference = row.GetProperty("reference") is { ValueKind: JsonValueKind.String } now ? DateTime.Parse(now.GetString()!) : new DateTime(2016, 11, 7);
            var text = row.GetProperty("text").GetString()!;
            var moments = EnglishDates.Find(new TokenText(text), new DateContext(reference));
            var expected = row.GetProperty("expected").EnumerateArray().Where(entry => entry.GetProperty("type").ValueKind == JsonValueKind.String).ToList();
            if (expected.Count == 0)
            {
                extra = (extra.Rows + 1, extra.Found + (moments.Count > 0 ? 1 : 0));
            }

            foreach (var entry in expected)
            {
                var type = entry.GetProperty("type").GetString()!["datetimeV2.".Length..];
                var start = entry.GetProperty("start").GetInt32();
                var end = entry.GetProperty("end").GetInt32() + 1;
                var hit = moments.FirstOrDefault(moment => moment.Start < end && start < moment.End && Accepts(entry, type, moment));
                var score = scores.GetValueOrDefault($"{part} {type}");
                scores[$"{part} {type}"] = (score.Total + 1, score.Value + (hit is null ? 0 : 1), score.Span + (hit?.Start == start && hit.End == end ? 1 : 0));
                if (hit is null && part == "tune" && type is "date" or "time" or "datetime")
                {
                    output.WriteLine($"miss {type} '{entry.GetProperty("text")}' @{reference:s} in '{text}' -> {string.Join(" ; ", moments.Select(m => $"{m.Kind} {m.Date:yyyy-MM-dd} {m.Time} [{text[m.Start..m.End]}]"))}");
                }
            }
        }

        foreach (var (key, score) in scores)
        {
            output.WriteLine($"{key}: {score.Total} rows, value {(double)score.Value / score.Total:P1}, value and span {(double)score.Span / score.Total:P1}");
        }

        output.WriteLine($"rows without a date: {extra.Rows}, wrongly found: {extra.Found}");
        foreach (var key in new[] { "held date", "held time", "held datetime", "tune date", "tune time", "tune datetime" })
        {
            ((double)scores[key].Value / scores[key].Total).ShouldBeGreaterThan(0.85, key);
        }
    }

    private static bool Accepts(JsonElement entry, string type, Moment moment)
    {
        if (type == "duration")
        {
            return moment.Length is { } length && entry.GetProperty("values").EnumerateArray().Any(value =>
                value.TryGetProperty("value", out var seconds) && seconds.GetString() == ((long)length.TotalSeconds).ToString());
        }

        var mine = type switch
        {
            // The file splits a holiday from the time that follows it; we read both as one moment.
            "date" when moment.Kind is MomentKind.DateTime && moment.Date is not null => moment.Date?.ToString("yyyy-MM-dd"),
            "time" when moment.Kind is MomentKind.DateTime => moment.Time?.ToString("HH:mm:ss"),
            "date" when moment.Kind is MomentKind.Date => moment.Date?.ToString("yyyy-MM-dd") ?? "not resolved",
            "time" when moment.Kind is MomentKind.Time => moment.Time?.ToString("HH:mm:ss"),
            "datetime" when moment.Kind is MomentKind.DateTime => moment.Date is null ? "not resolved" : $"{moment.Date:yyyy-MM-dd} {moment.Time:HH:mm:ss}",
            "daterange" when moment.Kind is MomentKind.DateRange => $"{moment.Date:yyyy-MM-dd}/{moment.EndDate:yyyy-MM-dd}",
            "timerange" when moment.Kind is MomentKind.TimeRange => $"{moment.Time:HH:mm:ss}/{moment.EndTime:HH:mm:ss}",
            "datetimerange" when moment.Kind is MomentKind.DateTimeRange => $"{moment.Date:yyyy-MM-dd} {moment.Time:HH:mm:ss}/{moment.Date:yyyy-MM-dd} {moment.EndTime:HH:mm:ss}",
            _ => null,
        };
        return entry.GetProperty("values").EnumerateArray().Any(value =>
            (value.TryGetProperty("value", out var one) && one.GetString() == mine)
            || (value.TryGetProperty("start", out var from) && value.TryGetProperty("end", out var to) && $"{from.GetString()}/{to.GetString()}" == mine));
    }
}
