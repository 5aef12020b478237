using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;

namespace Holdfast.Simulation.World;

/// <summary>Bookings on one database by processes that die at given boundaries, each followed by a new one.</summary>
internal sealed class BookingWorld : IAsyncDisposable
{
    private readonly SimulatedClock clock = new();
    private readonly Database database;
    private readonly IJournalStore observer;
    private int bookings;

    private BookingWorld(Database database, IJournalStore observer)
    {
        this.database = database;
        this.observer = observer;
    }

    public static async Task<BookingWorld> OpenAsync(StorageEngine engine)
    {
        var database = await Database.CreateAsync(engine);
        var world = new BookingWorld(database, await database.OpenAsync());
        await Business.OpenAsync(world.observer);
        return world;
    }

    /// <summary>Books once with processes that die by a plan, and verifies what is left. Returns how many of them died.</summary>
    public async Task<int> BookAsync(Pattern pattern, CrashPlan plan)
    {
        var number = bookings++;
        var model = BookingMind.CreateFickle();
        return await plan.RunAsync(
            clock,
            async life =>
            {
                var store = await database.OpenAsync();
                return await SimulatedProcess.StartAsync(store, Business.Agent(store, pattern, life), model.AsCatalog(time: clock), life, clock);
            },
            (process, key) => process.AskAsync(Business.UserOf(number), Business.Wish(number), key, TestContext.Current.CancellationToken),
            (run, where) => VerifyAsync(run, number, $"{database.Engine}, {pattern.Fingerprint}, {where}"));
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    private async Task VerifyAsync(RunResult run, int number, string where)
    {
        run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {run.Error}");
        await Business.VerifyOneBookingAsync(observer, Business.UserOf(number), where);
        await Journals.VerifyAsync(observer, run.Session, where);
        var runs = await ((IRunIndex)observer).SearchRunsAsync(new RunQuery { Session = run.Session, Limit = 10 });
        runs.Count.ShouldBe(1, where);
        runs[0].Status.ShouldBe(RunStatus.Finished, where);
    }
}
