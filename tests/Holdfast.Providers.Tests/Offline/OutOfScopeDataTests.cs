using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>Requests of 150 foreign intents put to the scheduling tools: few may start anything.</summary>
public class OutOfScopeDataTests(ITestOutputHelper output)
{
    private static readonly string[] Near = ["calendar", "calendar_update", "meeting_schedule", "schedule_meeting", "restaurant_reservation", "cancel_reservation", "accept_reservations", "confirm_reservation", "book_hotel", "book_flight", "schedule_maintenance", "reminder", "reminder_update", "pto_request", "cancel", "oil_change_when", "oil_change_how"];

    [Fact]
    public void Declines_most_foreign_requests()
    {
        var matcher = new ToolMatcher(ToolModel.From(new ChatOptions { Tools = [.. SalonTools.All] }, plans: false));
        var (total, started) = (0, 0);
        var byTool = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in SharedData.Rows("intents_clinc150.jsonl").Where(row => !Near.Contains(row.GetProperty("label").GetString())))
        {
            var text = row.GetProperty("text").GetString()!;
            var best = matcher.Rank(new Utterance(text, new DateContext(new DateTime(2026, 11, 23))).Topic)[0];
            total++;
            if (best.Score >= ToolMatcher.Threshold)
            {
                started++;
                byTool[best.Tool.Name] = byTool.GetValueOrDefault(best.Tool.Name) + 1;
                if (started % 25 == 0)
                {
                    output.WriteLine($"{best.Tool.Name} {best.Score:0.0}: {text}");
                }
            }
        }

        output.WriteLine($"{total} foreign requests, {(double)started / total:P1} taken for one of ours: {string.Join(", ", byTool)}");
        ((double)started / total).ShouldBeLessThan(0.15);
    }
}
