namespace Holdfast.Simulation.World;

/// <summary>The boundaries at which processes die, one after another. What was asked of the first is asked again of each, until one lives to the answer.</summary>
/// <param name="deaths">The boundary at which each process dies; one that ends before it is the last.</param>
internal sealed class CrashPlan(params IReadOnlyList<int> deaths)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Longer than a worker's lease: whoever comes next may take over at once.
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(20);

    /// <summary>Plans of a few deaths in a row, at any of the first boundaries.</summary>
    public static IEnumerable<CrashPlan> InARow(int seed, int boundaries)
    {
        var random = new Random(seed);
        for (var plan = 0; plan < 12; plan++)
        {
            yield return new CrashPlan([.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(1, boundaries + 1))]);
        }
    }

    /// <summary>Carries out a plan of one death for each boundary there is, until a process dies no more. Returns how many boundaries that were.</summary>
    /// <param name="carryOut">Carries out a plan and tells how many died.</param>
    public static async Task<int> AtEachBoundaryAsync(Func<CrashPlan, Task<int>> carryOut)
    {
        var boundary = 1;
        while (await carryOut(new CrashPlan(boundary)) > 0)
        {
            boundary++;
        }

        return boundary - 1;
    }

    /// <summary>Starts processes and asks them until one answers, and verifies what is left. Returns how many died.</summary>
    /// <param name="clock">The processes' clock. It passes over the time for which a dead process is still taken for alive.</param>
    /// <param name="start">Starts a process with a life.</param>
    /// <param name="ask">Asks a process as a careful client does: under a key that begins like the one given, so that each may be asked the same.</param>
    /// <param name="verify">What must hold of the answer, while the process that gave it lives on. The text tells where others died.</param>
    public async Task<int> RunAsync<T>(SimulatedClock clock, Func<Life, Task<SimulatedProcess>> start, Func<SimulatedProcess, string, Task<T>> ask, Func<T, string, Task> verify)
    {
        var key = Guid.NewGuid().ToString("N");
        var died = new List<string>();
        while (true)
        {
            var where = died.Count == 0 ? "nobody died" : "died at: " + string.Join("; ", died);
            var life = new Life(died.Count < deaths.Count ? deaths[died.Count] : int.MaxValue);
            await using var process = await start(life);
            var asked = ask(process, key);
            try
            {
                await Task.WhenAny(asked, life.Death).WaitAsync(Patience, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"No answer comes; {where}.");
            }

            if (!life.IsOver)
            {
                await verify(await asked, where).WaitAsync(Patience, TestContext.Current.CancellationToken);
                return died.Count;
            }

            died.Add(life.DiedAt);
            clock.Jump(Gap);
        }
    }
}
