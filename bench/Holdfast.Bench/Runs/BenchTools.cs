using System.ComponentModel;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Bench.Runs;

/// <summary>The four tools of the measured agent; they do nothing, so that only what is around them is measured.</summary>
internal static class BenchTools
{
    public static IReadOnlyList<Tool> Make(bool write)
    {
        var declared = new ToolAttribute { Effect = write ? ToolEffect.Write : ToolEffect.Read, Idempotent = true, Returns = Integrity.Trusted };
        return
        [
            ToolMethods.Of("find_client", "Finds a client by name.", ([Description("The client's full name")] string name) => new Client("c-1042", name, "+49 30 5550199"), declared),
            ToolMethods.Of(
                "list_openings",
                "Lists the free times of a day for a service.",
                ([Description("The service")] string service, [Description("The day, as yyyy-mm-dd")] DateOnly date) => new Openings(service, ["10:00", "11:30", "15:15"]),
                declared),
            ToolMethods.Of(
                "hold_opening",
                "Holds a free time for a few minutes.",
                ([Description("The service")] string service, [Description("When it starts, as yyyy-mm-ddThh:mm")] string start, [Description("Its length in minutes")] int minutes) =>
                    $"Held {service} at {start} for {minutes} minutes.",
                declared),
            ToolMethods.Of(
                "book_appointment",
                "Books an appointment.",
                ([Description("The client's id")] string client, [Description("The service")] string service, [Description("When it starts")] string start, ToolContext context) =>
                    Task.FromResult(new Booking("a-7", client, service, start)),
                declared),
        ];
    }

    private sealed record Client(string Id, string Name, string Phone);

    private sealed record Openings(string Service, string[] Starts);

    private sealed record Booking(string Number, string Client, string Service, string Start);
}
