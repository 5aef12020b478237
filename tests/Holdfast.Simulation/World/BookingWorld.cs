using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;

namespace Holdfast.Simulation.World;

/// <summary>Bookings on one database by processes that die at given boundaries, each followed by a new one.</summary>
internal sealed class BookingWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

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

    /// <summary>Books once, while process i dies at boundary <c>deaths[i]</c>, and verifies what is left. Returns how many of them died.</summary>
    public async Task<int> BookAsync(Pattern pattern, params int[] deaths)
    {
        var number = bookings++;
        var died = new List<string>();
        var model = BookingMind.CreateFickle();
        for (var i = 0; ; i++)
        {
            var life = new Life(i < deaths.Length ? deaths[i] : int.MaxValue);
            var store = await database.OpenAsync();
            await using var process = await SimulatedProcess.StartAsync(
                store, Business.Agent(store, pattern, life), model.AsCatalog(time: clock), life, clock);
            var asked = process.AskAsync(Business.UserOf(number), Business.Wish(number), $"booking-{number}", TestContext.Current.CancellationToken);
            try
            {
                await Task.WhenAny(asked, life.Death).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The run is stuck after deaths at {string.Join("; ", died)}.");
            }

            if (life.IsOver)
            {
                died.Add(life.DiedAt);
                clock.Jump(TimeSpan.FromSeconds(20));
                continue;
            }

            await VerifyAsync(await asked, number, $"{database.Engine}, {pattern.Fingerprint}, died at: {(died.Count == 0 ? "nothing" : string.Join("; ", died))}");
            return died.Count;
        }
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
