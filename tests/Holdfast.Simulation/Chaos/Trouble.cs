using Holdfast.Models;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Chaos;

/// <summary>Seeded bad luck: for the store, for the providers and for the processes themselves. It can be called off.</summary>
internal sealed class Trouble(int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);

    public bool IsOver { get; set; }

    public int Next(int least, int most)
    {
        lock (gate)
        {
            return random.Next(least, most);
        }
    }

    public bool Strikes(double rate)
    {
        lock (gate)
        {
            return !IsOver && random.NextDouble() < rate;
        }
    }

    /// <summary>What a store does on a bad day: slow, away before the work, away after it (its answers to claims are lost, too), deaf to heartbeats.</summary>
    public async Task AroundAsync(string operation, Func<Task> work)
    {
        var isCommit = operation.StartsWith("commit", StringComparison.Ordinal);
        if (Strikes(operation switch { "heartbeat" => 0.3, "claimed" => 0.1, _ => isCommit ? 0.02 : 0.005 }))
        {
            throw Away();
        }

        if (isCommit && Strikes(0.1))
        {
            // Others go first, some or many of them.
            for (var turns = Next(1, 200); turns > 0; turns--)
            {
                await Task.Yield();
            }
        }

        await work();
        if (isCommit && Strikes(0.02))
        {
            throw Away();
        }
    }

    public ScriptedReply Think(ScriptedTurn turn)
    {
        if (Strikes(0.1))
        {
            throw new ModelException(ErrorCategory.Overloaded, "The provider is overloaded, says the test.");
        }

        var what = $$"""{"what":"{{turn.Input}}"}""";
        return turn.Step switch
        {
            0 => ScriptedReply.Call("save", what),
            1 => ScriptedReply.Call("pay", what),
            _ => new ScriptedReply($"Done: {turn.Input}."),
        };
    }

    private static HoldfastException Away() => new("store-unavailable", "The store is away, says the test.");
}
