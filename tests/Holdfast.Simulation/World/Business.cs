using System.Data.Common;
using System.Globalization;
using Holdfast.Agents;
using Holdfast.Agents.Scheduling;
using Holdfast.Journal;
using Holdfast.Runs.Patterns;
using Holdfast.Storage;
using Holdfast.Tools;

namespace Holdfast.Simulation.World;

/// <summary>A business with many free times, whose calendar lies beside the journal; and an agent that takes its bookings.</summary>
internal static class Business
{
    public const string AgentName = "scheduler";

    private static readonly SchedulingOptions Options = new() { NoticeMinutes = 0, HorizonDays = 700 };

    public static async Task OpenAsync(IJournalStore store)
    {
        var calendar = Calendar(store);
        await calendar.EnsureCreatedAsync();
        var hours = Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, new TimeOnly(6, 0), new TimeOnly(23, 0))).ToList();
        await calendar.SaveCatalogueAsync(new Catalogue(
            [new Service("massage", "Massage", 30, 0, "€50")],
            [new StaffMember("mara", "Mara Lindner", "Europe/Berlin", ["massage"], hours)],
            []));
    }

    /// <summary>The agent as one process has it: its tools have boundaries.</summary>
    /// <param name="store">The store, whose database the calendar shares.</param>
    /// <param name="pattern">How the agent proceeds.</param>
    /// <param name="life">The process's life.</param>
    /// <param name="pause">How long each tool takes before and after its effect: room for a kill.</param>
    public static Agent Agent(IJournalStore store, Pattern pattern, Life life, TimeSpan pause = default) =>
        Agents.Agent.Define(AgentName)
            .Instruct("You take bookings.")
            .UseCrashing(ToolMethods.Of(new SchedulingTools(Calendar(store), Options)), life, pause)
            .Follow(pattern)
            .In(Options.TimeZone)
            .Build();

    /// <summary>A wish for a time that is nobody else's.</summary>
    public static string Wish(int number)
    {
        var start = new DateTime(2026, 3, 18, 8, 0, 0).AddDays(number / 10).AddHours(number % 10);
        return string.Create(CultureInfo.InvariantCulture, $"Book a massage on {start:yyyy-MM-dd} at {start:HH:mm} and confirm to {UserOf(number)}@example.com.");
    }

    public static string UserOf(int number) => $"user{number}";

    public static async Task<long> CountAsync(IJournalStore store, string fromWhere)
    {
        await using var command = Data(store).CreateCommand($"SELECT count(*) FROM {fromWhere}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Asserts that a user has one appointment, at the time wished for, and one confirmation of it.</summary>
    public static async Task VerifyOneBookingAsync(IJournalStore store, string user, string where)
    {
        (await CountAsync(store, $"scheduling_appointments WHERE user_id = '{user}'")).ShouldBe(1, where);
        (await CountAsync(store, $"scheduling_appointments WHERE user_id = '{user}' AND status = 'booked'")).ShouldBe(1, where);
        (await CountAsync(store, $"scheduling_outbox WHERE recipient = '{user}@example.com'")).ShouldBe(1, where);
    }

    private static SchedulingStore Calendar(IJournalStore store) => new(Data(store), store.Engine);

    private static DbDataSource Data(IJournalStore store) => ((IHoldfastStorage)store).AgentData;
}
