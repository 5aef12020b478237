namespace Holdfast.Models;

/// <summary>Skips a provider that keeps failing, and lets one call through after a pause to see whether it is back.</summary>
internal sealed class CircuitBreaker(ModelProviderOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Queue<long> failures = new();
    private long openedAt;
    private volatile bool open;
    private bool probing;

    /// <summary>Whether <see cref="TryPass"/> might let a call through; changes nothing.</summary>
    public bool MayPass
    {
        get
        {
            if (!open)
            {
                return true;
            }

            lock (gate)
            {
                return !open || (!probing && time.GetElapsedTime(openedAt) >= options.BreakerPause);
            }
        }
    }

    /// <summary>Whether a call may be made now. The one call that is let through an open breaker must report how it went.</summary>
    public bool TryPass()
    {
        if (!open)
        {
            return true;
        }

        lock (gate)
        {
            if (!open)
            {
                return true;
            }

            if (probing || time.GetElapsedTime(openedAt) < options.BreakerPause)
            {
                return false;
            }

            probing = true;
            return true;
        }
    }

    /// <summary>Takes how a call went; null for an answer.</summary>
    public void Report(ModelException? failure)
    {
        switch (failure?.Category)
        {
            case ErrorCategory.Overloaded or ErrorCategory.Timeout or ErrorCategory.Network:
                Failed();
                break;
            case ErrorCategory.Cancelled or ErrorCategory.RateLimited:
                Undecided();
                break;
            default:
                Succeeded();
                break;
        }
    }

    public void Succeeded()
    {
        if (!open && failures.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            // A success in between does not forget the failures of the window, but closes an open breaker.
            if (open)
            {
                open = false;
                probing = false;
                failures.Clear();
            }
        }
    }

    /// <summary>The call neither proved the provider alive nor dead (it was cancelled, say).</summary>
    public void Undecided()
    {
        lock (gate)
        {
            probing = false;
        }
    }

    public void Failed()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            failures.Enqueue(now);
            while (failures.Count > 0 && time.GetElapsedTime(failures.Peek(), now) > options.BreakerWindow)
            {
                failures.Dequeue();
            }

            if (probing || failures.Count >= options.BreakerFailures)
            {
                open = true;
                probing = false;
                openedAt = now;
            }
        }
    }
}
