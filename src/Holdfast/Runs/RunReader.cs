using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Tells what became of runs, in this process or in another, and what is becoming of them.</summary>
internal sealed class RunReader(IJournalStore store, IRunIndex index, RunHub hub, TimeProvider time, RunReader.FindRunning findRunning)
{
    /// <summary>How soon a run of another process, or one that waits itself, is looked at again by who waits for its end; then after twice as long each time.</summary>
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest time between two such looks.</summary>
    private static readonly TimeSpan WaitingPoll = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a run of another process is looked at by who follows it: no store announces each event.</summary>
    private static readonly TimeSpan FollowingPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a run of this process is looked at by who follows it: only in case that a signal went missing.</summary>
    private static readonly TimeSpan SafetyPoll = TimeSpan.FromSeconds(5);

    /// <summary>Finds the result to come of a run that this process runs now.</summary>
    public delegate bool FindRunning(Guid run, string? tenant, [NotNullWhen(true)] out Task<RunResult?>? result);

    public async Task<RunResult?> FindAsync(Guid run, string? tenant, CancellationToken cancellationToken)
    {
        if (await index.FindRunAsync(run, tenant, cancellationToken) is not { } row)
        {
            return null;
        }

        var finished = row.LastSequence == 0 ? null
            : (await store.ReadEventsAsync(row.Session, row.LastSequence, row.LastSequence, cancellationToken)) is [{ Payload.IsEmpty: false } last] ? EventCodec.Decode(last) as RunFinished : null;
        return RunResults.Of(row, finished, row.Status == RunStatus.Waiting ? await PendingAsync(run, cancellationToken) : null);
    }

    /// <summary>The approval that a waiting run waits for, itself or by an agent that it called.</summary>
    private async Task<ApprovalRow?> PendingAsync(Guid run, CancellationToken cancellationToken)
    {
        if (await index.ListApprovalsAsync(new ApprovalQuery { Run = run, Status = ApprovalStatus.Pending, Limit = 1 }, cancellationToken) is [var own])
        {
            return own;
        }

        foreach (var child in await index.SearchRunsAsync(new RunQuery { Parent = run, Status = RunStatus.Waiting }, cancellationToken))
        {
            if (await PendingAsync(child.Id, cancellationToken) is { } below)
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>Waits until a run has ended or waits for people, or the time is up.</summary>
    public async Task<RunResult> WaitAsync(Guid run, TimeSpan? limit, string? tenant, bool untilEnd, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPoll; ; pause = pause * 2 < WaitingPoll ? pause * 2 : WaitingPoll)
        {
            var left = limit is { } most ? most - time.GetElapsedTime(started) : Timeout.InfiniteTimeSpan;
            if ((limit is null || left > TimeSpan.Zero) && findRunning(run, tenant, out var running) && await ResultOfAsync(running, left, cancellationToken) is { } local)
            {
                return local;
            }

            var result = await FindAsync(run, tenant, cancellationToken) ?? throw Unknown(run);
            if (result.Status == RunStatus.Finished || (result.Approval is not null && !untilEnd) || (limit is not null && time.GetElapsedTime(started) >= limit))
            {
                return result;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Waits for a run of this process; null when it was lost or handed over, or the wait ran out.</summary>
    private async Task<RunResult?> ResultOfAsync(Task<RunResult?> running, TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            return await running.WaitAsync(most, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<EventRecord>?> ReadAsync(Guid run, long after, string? tenant, CancellationToken cancellationToken) =>
        await index.FindRunAsync(run, tenant, cancellationToken) is { } row ? await ReadAsync(row, after, cancellationToken) : null;

    private async Task<IReadOnlyList<EventRecord>> ReadAsync(RunRow row, long after, CancellationToken cancellationToken)
    {
        if (row.FirstSequence == 0)
        {
            return [];
        }

        var events = await store.ReadEventsAsync(row.Session, Math.Max(row.FirstSequence, after + 1), row.LastSequence == 0 ? long.MaxValue : row.LastSequence, cancellationToken);
        return row.LastSequence == 0 ? [.. events.Where(e => e.Run == row.Ordinal)] : events;
    }

    /// <summary>Follows a run to its end: what this process writes comes at once, what another one writes is found by reading.</summary>
    public async IAsyncEnumerable<RunSignal> FollowAsync(Guid run, long after, string? tenant, SessionWatch? watch, bool untilEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = await index.FindRunAsync(run, tenant, cancellationToken) ?? throw Unknown(run);
        using var own = watch is null ? hub.Watch(row.Session) : null;
        var watcher = watch?.Watcher ?? own!;
        // Text belongs to the run whose event came last.
        var speaking = watch is null ? row.Ordinal : 0;
        for (var first = true; ; first = false)
        {
            // Asked before the reading: a run that ends after it is told by its signal.
            var isHere = findRunning(run, tenant, out var running);
            row = first || row.Ordinal == 0 ? await index.FindRunAsync(run, tenant, cancellationToken) ?? row : row;
            foreach (var record in await ReadAsync(row, after, cancellationToken))
            {
                after = record.Sequence;
                yield return new RunSignal(record, null);
                if (record.Kind == "run.finished")
                {
                    yield break;
                }
            }

            if (row.Status == RunStatus.Finished && after >= row.LastSequence)
            {
                // Whoever has seen the end and asks again, as browsers do, gets the end again.
                yield break;
            }

            if (!untilEnd && !isHere && await FindAsync(run, tenant, cancellationToken) is { Approval: not null })
            {
                yield break;
            }

            using var poll = new CancellationTokenSource(isHere ? SafetyPoll : FollowingPoll, time);
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, poll.Token);
            while (await NextAsync(watcher, running, pause) is { } signal)
            {
                if (signal.Event is null)
                {
                    if (row.Ordinal != 0 && speaking == row.Ordinal)
                    {
                        yield return signal;
                    }

                    continue;
                }

                speaking = signal.Event.Run;
                if (signal.Event.Sequence <= after || signal.Event.Run != (row.Ordinal == 0 ? signal.Event.Run : row.Ordinal))
                {
                    continue;
                }

                if (signal.Event.Sequence > after + 1 || row.Ordinal == 0)
                {
                    // Something was missed, or the run only now got its ordinal: the journal has it.
                    break;
                }

                after = signal.Event.Sequence;
                yield return signal;
                if (signal.Event.Kind == "run.finished")
                {
                    yield break;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public static HoldfastException Unknown(Guid run) => new("unknown-run", $"There is no run {run:N}.");

    /// <summary>The next signal; null when it is time to read the journal: after a pause, or when the run is no longer this process's.</summary>
    private static async ValueTask<RunSignal?> NextAsync(RunHub.Watcher watcher, Task? running, CancellationTokenSource pause)
    {
        if (watcher.Signals.TryRead(out var signal))
        {
            return signal;
        }

        var signalled = watcher.Signals.WaitToReadAsync(pause.Token).AsTask();
        await Task.WhenAny(signalled, running ?? signalled);
        if (watcher.Signals.TryRead(out signal))
        {
            return signal;
        }

        // Nobody waits for the signal any more.
        await pause.CancelAsync();
        await ((Task)signalled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }
}
