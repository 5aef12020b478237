using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>What a worker does again and again beside its runs: show that it lives, look for work, listen for wake-ups, clear away what is old.</summary>
internal sealed class WorkLoops : IDisposable
{
    /// <summary>How long a request can be repeated under its key: longer than clients and queues try.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private static readonly TimeSpan FirstSweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromSeconds(20);
    private const int SweepBatch = 500;

    private readonly RunServices services;
    private readonly TimeSpan pollInterval;
    private readonly Func<Task> claim;
    private readonly Func<Task> reconcile;
    private readonly Func<CancellationToken, Task> keepMemory;
    private readonly Action<Guid> wake;
    private readonly ILogger logger;
    private readonly CancellationToken stopping;
    private readonly SemaphoreSlim look = new(0, 1);
    private bool mustReconcile;

    /// <summary>Begins the loops.</summary>
    /// <param name="services">What the worker works with.</param>
    /// <param name="pollInterval">The longest pause between two looks for work.</param>
    /// <param name="claim">Looks for work. Never at the same time as <paramref name="reconcile"/>.</param>
    /// <param name="reconcile">Compares what the worker does with what it owns: after each heartbeat, and after an answer of the store was lost.</param>
    /// <param name="keepMemory">Ends sessions that expired, and erases what was forgotten.</param>
    /// <param name="wake">Something arrived for a session.</param>
    /// <param name="logger">Where troubles are told.</param>
    /// <param name="stopping">Ends the loops.</param>
    public WorkLoops(
        RunServices services, TimeSpan pollInterval, Func<Task> claim, Func<Task> reconcile, Func<CancellationToken, Task> keepMemory, Action<Guid> wake, ILogger logger, CancellationToken stopping)
    {
        this.services = services;
        this.pollInterval = pollInterval;
        this.claim = claim;
        this.reconcile = reconcile;
        this.keepMemory = keepMemory;
        this.wake = wake;
        this.logger = logger;
        this.stopping = stopping;
        Ended = Task.WhenAll(BeatAsync(), ClaimAsync(), ListenAsync(), SweepAsync(), KeepMemoryAsync());
    }

    /// <summary>Ends when all loops have stopped.</summary>
    public Task Ended { get; }

    public void Dispose() => look.Dispose();

    /// <summary>Compares what the worker does with what it owns before the next look for work.</summary>
    public void ReconcileSoon() => Volatile.Write(ref mustReconcile, true);

    /// <summary>Looks for work now instead of at the next poll.</summary>
    public void LookForWork()
    {
        try
        {
            if (look.CurrentCount == 0)
            {
                look.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke the loop in the same moment, or it is over.
        }
    }

    private async Task ClaimAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await look.WaitAsync(pollInterval, stopping);
                if (Interlocked.Exchange(ref mustReconcile, false))
                {
                    await reconcile();
                }

                await claim();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // What was claimed may be ours although nobody told us.
                logger.ClaimFailed(e);
                ReconcileSoon();
            }
        }
    }

    private async Task BeatAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(services.Lease.Duration / 5, services.Time, stopping);
                var begun = services.Time.GetTimestamp();
                await services.Store.HeartbeatAsync(services.Worker, services.Time.GetUtcNow(), stopping);
                services.Lease.Renewed(begun);
                ReconcileSoon();
                LookForWork();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.HeartbeatFailed(services.Worker, e);
            }
        }
    }

    private async Task ListenAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var session in services.Store.WakeupsAsync(stopping))
                {
                    wake(session);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.ClaimFailed(e);
                await Task.Delay(pollInterval, services.Time, CancellationToken.None);
            }
        }
    }

    private async Task KeepMemoryAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(MemoryInterval, services.Time, stopping);
                await keepMemory(stopping);
                LookForWork();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.SweepFailed(e);
            }
        }
    }

    private async Task SweepAsync()
    {
        for (var pause = FirstSweep; !stopping.IsCancellationRequested; pause = SweepInterval)
        {
            try
            {
                await Task.Delay(pause, services.Time, stopping);
                while (await services.Store.PurgeAsync(services.Time.GetUtcNow() - Retention, SweepBatch, stopping) == SweepBatch)
                {
                    // In batches, so that commits get their turn between them.
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.SweepFailed(e);
            }
        }
    }
}
