using Holdfast.Runs.Patterns;
using Holdfast.Simulation.World;

namespace Holdfast.Simulation.Crashes;

/// <summary>A booking is made exactly once, wherever its process dies: at every commit, every claim and every effect, before it and after it.</summary>
public class BookingCrashTests
{
    public static TheoryData<StorageEngine, bool> Cases => new()
    {
        { StorageEngine.Sqlite, false },
        { StorageEngine.Sqlite, true },
        { StorageEngine.PostgreSql, false },
        { StorageEngine.PostgreSql, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_death_at_any_boundary_neither_loses_nor_doubles_a_booking(StorageEngine engine, bool plans)
    {
        await using var world = await BookingWorld.OpenAsync(engine);
        var boundaries = await CrashPlan.AtEachBoundaryAsync(plan => world.BookAsync(PatternOf(plans), plan));
        TestContext.Current.TestOutputHelper?.WriteLine($"{engine}, {PatternOf(plans).Fingerprint}: died at each of {boundaries} boundaries.");

        // Accept, three effects and the end: fewer boundaries would mean that the crashes missed what they are for.
        boundaries.ShouldBeGreaterThan(15);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Two_deaths_in_a_row_neither_lose_nor_double_a_booking(StorageEngine engine, bool plans)
    {
        await using var world = await BookingWorld.OpenAsync(engine);
        var random = new Random(20260316);
        for (var pair = 0; pair < 12; pair++)
        {
            await world.BookAsync(PatternOf(plans), new CrashPlan(random.Next(3, 22), random.Next(1, 18)));
        }
    }

    private static Pattern PatternOf(bool plans) => plans ? Pattern.PlanAndExecute() : Pattern.ReAct;
}
