using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Chaos;

/// <summary>Some workers on one store. Whenever one dies, another is started in its place and the clock jumps, so that living ones seem dead, too.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly Trouble trouble;
    private readonly IJournalStore store;
    private readonly Counter world;
    private readonly SimulatedClock clock = new();
    private readonly SimulatedProcess[] workers;
    private Task[] replacing = [];

    private Fleet(Trouble trouble, IJournalStore store, Counter world, int size)
    {
        this.trouble = trouble;
        this.store = store;
        this.world = world;
        workers = new SimulatedProcess[size];
    }

    public int Deaths { get; private set; }

    /// <summary>A worker of the moment, which may die at any time.</summary>
    public SimulatedProcess Any => Volatile.Read(ref workers[trouble.Next(0, workers.Length)]);

    public static async Task<Fleet> StartAsync(Trouble trouble, IJournalStore store, Counter world, int size)
    {
        var fleet = new Fleet(trouble, store, world, size);
        for (var place = 0; place < size; place++)
        {
            fleet.workers[place] = await fleet.StartWorkerAsync();
        }

        fleet.replacing = [.. Enumerable.Range(0, size).Select(fleet.ReplaceAsync)];
        return fleet;
    }

    public async ValueTask DisposeAsync()
    {
        trouble.IsOver = true;
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }
    }

    private async Task<SimulatedProcess> StartWorkerAsync()
    {
        // Those that start when the trouble is over live on.
        var life = new Life(trouble.IsOver ? int.MaxValue : trouble.Next(20, 300));
        var agent = Agent.Define("saver").Use(world.Tool("save", life, idempotent: true)).Use(world.Tool("pay", life)).Build();
        var models = new ScriptedModel(trouble.Think).AsCatalog(
            new ModelProviderOptions { RetryDelays = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)], BreakerFailures = 100_000 }, clock);
        while (true)
        {
            try
            {
                return await SimulatedProcess.StartAsync(
                    new InterceptedStore(store, trouble.AroundAsync), agent, models, life, clock, o => o.LeaseDuration = TimeSpan.FromSeconds(1));
            }
            catch (HoldfastException e) when (e.Code == "store-unavailable")
            {
                // A supervisor starts it again.
            }
        }
    }

    private async Task ReplaceAsync(int place)
    {
        while (true)
        {
            await workers[place].Life.Death;
            Deaths++;
            clock.Jump(TimeSpan.FromMilliseconds(trouble.Next(-500, 2_500)));
            Volatile.Write(ref workers[place], await StartWorkerAsync());
        }
    }
}
