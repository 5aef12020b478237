namespace Holdfast.Simulation.World;

/// <summary>The life of a simulated process. It ends at the n-th boundary that the process passes; whatever the process awaits from then on never comes.</summary>
internal sealed class Life(int deathAt = int.MaxValue)
{
    private readonly TaskCompletionSource death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource never = new();
    private int passed;

    public int DeathAt => deathAt;

    /// <summary>Ends when the process dies.</summary>
    public Task Death => death.Task;

    public bool IsOver => death.Task.IsCompleted;

    /// <summary>The boundary at which it died, for messages.</summary>
    public string DiedAt { get; private set; } = "nowhere";

    /// <summary>Passes a boundary, perhaps the last one.</summary>
    public Task PassAsync(string boundary)
    {
        if (Interlocked.Increment(ref passed) == deathAt)
        {
            End(boundary);
        }

        return ContinueAsync();
    }

    /// <summary>Comes back only in a living process.</summary>
    public Task ContinueAsync() => IsOver ? never.Task : Task.CompletedTask;

    /// <summary>The process's dealings with its store: boundaries before and after each commit, after each claim and after each look at cached answers, silence after death.</summary>
    public async Task AroundAsync(string operation, Func<Task> work)
    {
        var isBoundary = operation.StartsWith("commit", StringComparison.Ordinal);
        await (isBoundary ? PassAsync("before " + operation) : ContinueAsync());
        await work();
        await (isBoundary || operation is "claimed" or "answer" ? PassAsync("after " + operation) : ContinueAsync());
    }

    public void End(string boundary)
    {
        DiedAt = boundary;
        death.TrySetResult();
    }
}
