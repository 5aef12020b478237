namespace Holdfast.Models;

/// <summary>How the gateway treats one provider.</summary>
public sealed record ModelProviderOptions
{
    /// <summary>How many calls may be under way at once, at least 1.</summary>
    /// <value>Default 256.</value>
    public int MaxConcurrency { get; init; } = 256;

    /// <summary>How many calls may start per minute; null for no limit of ours.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>How long one attempt may take, from sending to the last byte.</summary>
    /// <value>Default 60 seconds.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The waits before the second, third, … attempt at the same model; its length is the number of retries. Each varies by a fifth up or down.</summary>
    /// <value>Default 1, 2 and 4 seconds.</value>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one means the next model at once.</summary>
    /// <value>Default 20 seconds.</value>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many failures within <see cref="BreakerWindow"/> open the circuit breaker, at least 1.</summary>
    /// <value>Default 5.</value>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>The window in which failures are counted.</summary>
    /// <value>Default 60 seconds.</value>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an open breaker skips the provider before one call may try it.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the same model is asked again after a failure; null where it is not.</summary>
    internal TimeSpan? RetryWait(ModelException failure, int retries, IdSource ids)
    {
        if (failure.Category is not (ErrorCategory.RateLimited or ErrorCategory.Overloaded or ErrorCategory.Timeout or ErrorCategory.Network)
            || retries >= RetryDelays.Count || failure.RetryAfter > MaxRetryAfter)
        {
            return null;
        }

        var wait = RetryDelays[retries] * (0.8 + (0.4 * ids.NextDouble()));
        return failure.RetryAfter is { } asked && asked > wait ? asked : wait;
    }
}
