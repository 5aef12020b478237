using System.Text.Json;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Tests.Offline.Slots;

public class BookingSlotsDataTests(ITestOutputHelper output)
{
    private static readonly DateTime Reference = new(2018, 4, 10, 12, 0, 0);
    private static readonly string[] Names = ["date", "time", "people", "first_name", "last_name"];

    [Fact]
    public void Finds_most_slots_of_booking_requests()
    {
        var scores = new SortedDictionary<string, (int Expected, int Found, int Right)>(StringComparer.Ordinal);
        foreach (var row in SharedData.Rows("booking_slots.jsonl"))
        {
            var text = row.GetProperty("text").GetString()!;
            var part = SharedData.IsHeldBack(text) ? "held" : "tune";
            var requested = row.GetProperty("requested") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(entry => entry.GetString()!).ToList() : [];
            var expected = row.GetProperty("labels").EnumerateArray().Select(label => (Slot: label.GetProperty("slot").GetString()!, Start: label.GetProperty("start").GetInt32(), End: label.GetProperty("end").GetInt32())).ToList();
            var found = Find(text, requested);
            foreach (var slot in Names)
            {
                var wanted = expected.Where(label => label.Slot == slot).ToList();
                var mine = found.Where(label => label.Slot == slot).ToList();
                var right = mine.Count(label => wanted.Exists(other => label.Start < other.End && other.Start < label.End && Core(text, label) == Core(text, other)));
                var score = scores.GetValueOrDefault($"{part} {slot}");
                scores[$"{part} {slot}"] = (score.Expected + wanted.Count, score.Found + mine.Count, score.Right + right);
                if (part == "tune" && (right < wanted.Count || right < mine.Count))
                {
                    output.WriteLine($"{slot}: '{text}' [{string.Join(',', requested)}] wants {Show(text, wanted)}, got {Show(text, mine)}");
                }
            }
        }

        foreach (var (key, score) in scores)
        {
            output.WriteLine($"{key}: {score.Expected} expected, recall {(double)score.Right / score.Expected:P1}, precision {(double)score.Right / score.Found:P1}");
        }

        foreach (var (key, score) in scores)
        {
            ((double)score.Right / score.Expected).ShouldBeGreaterThan(0.8, key + " recall");
            ((double)score.Right / score.Found).ShouldBeGreaterThan(0.8, key + " precision");
        }
    }

    private static List<(string Slot, int Start, int End)> Find(string text, List<string> requested)
    {
        var said = new Utterance(text, new DateContext(Reference, requested.Contains("time")));
        var found = new List<(string, int, int)>();
        foreach (var span in BookingSpans.Find(said))
        {
            found.Add(span);
        }

        var party = PartyReader.Find(said, requested.Contains("people"));
        if (party is { } people && !found.Exists(label => label.Item2 < said.Tokens[people.Next - 1].End && said.Tokens[people.First].Start < label.Item3))
        {
            found.Add(("people", said.Tokens[people.First].Start, said.Tokens[people.Next - 1].End));
        }

        found.AddRange(BookingSpans.Names(said, requested));
        return found;
    }

    // Articles, punctuation and "pm" around a value are a matter of annotation: the file has "12:30" for "12:30 PM." and "7pm." for "7pm.".
    private static string Core(string text, (string Slot, int Start, int End) label)
    {
        var words = text[label.Start..label.End].ToLowerInvariant().Replace(".", "").Replace(",", " ").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        words.RemoveAll(word => word is "the" or "on" or "at" or "for" or "around" or "of" or "a" or "from");
        words.RemoveAll(word => label.Slot == "time" && word is "am" or "pm" or "o'clock");
        words = label.Slot == "time" ? words.ConvertAll(word => word.EndsWith("am", StringComparison.Ordinal) || word.EndsWith("pm", StringComparison.Ordinal) ? word[..^2] : word) : words;
        words.RemoveAll(word => label.Slot == "people" && word is "people" or "person" or "us");
        return string.Join(' ', words);
    }

    private static string Show(string text, List<(string Slot, int Start, int End)> labels) => string.Join(" + ", labels.Select(label => $"'{text[label.Start..label.End]}'"));
}
