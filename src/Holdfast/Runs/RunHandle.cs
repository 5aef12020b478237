using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>A session that this worker runs right now, as others in the process see it.</summary>
internal sealed class RunHandle : IDisposable
{
    private readonly CancellationTokenSource cancel = new();
    private Tuple<string, long>? request;

    /// <summary>Ends the step under way when the run is cancelled.</summary>
    public CancellationToken Cancelled => cancel.Token;

    /// <summary>Set when the worker shuts down: the run stops between two steps and is handed over.</summary>
    public volatile bool Draining;

    /// <summary>Set when something arrived for the session meanwhile: whoever ends the run has to look for it.</summary>
    public volatile bool Woken;

    /// <summary>A request to cancel that is not journaled yet.</summary>
    public (string By, long Position)? CancelRequest => Volatile.Read(ref request) is var (by, position) ? (by, position) : null;

    /// <summary>The last position of the inbox that was looked at for decisions.</summary>
    public long InboxSeen { get; set; }

    /// <summary>The run in hand.</summary>
    public Guid Run { get; set; }

    /// <summary>Ends when the session is no longer this worker's.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks the run to end. The first request counts; one that comes after the end has no effect.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="position">The request's place in the inbox.</param>
    public void Cancel(string by, long position)
    {
        if (Interlocked.CompareExchange(ref request, Tuple.Create(by, position), null) is not null)
        {
            return;
        }

        try
        {
            cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run ended in this moment.
        }
    }

    public void Dispose() => cancel.Dispose();
}
