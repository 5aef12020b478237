namespace Holdfast.Models;

/// <summary>Holds calls back so that a provider gets no more at once, and no more per minute, than it allows.</summary>
internal sealed class Admission : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly TimeSpan spacing;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private DateTimeOffset next;

    public Admission(ModelProviderOptions options, TimeProvider time)
    {
        this.time = time;
        places = new SemaphoreSlim(options.MaxConcurrency);
        spacing = options.RequestsPerMinute is { } perMinute ? TimeSpan.FromMinutes(1) / perMinute : TimeSpan.Zero;
    }

    /// <summary>Waits for a place and for the rate. Give the place back with <see cref="Leave"/>.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        // The synchronous path costs nothing where there is room and no rate.
        if (spacing == TimeSpan.Zero && places.Wait(TimeSpan.Zero, cancellationToken))
        {
            return ValueTask.CompletedTask;
        }

        return new ValueTask(EnterSlowlyAsync(cancellationToken));
    }

    public void Leave() => places.Release();

    public void Dispose() => places.Dispose();

    private async Task EnterSlowlyAsync(CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        if (spacing == TimeSpan.Zero)
        {
            return;
        }

        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            next = next > now ? next : now;
            wait = next - now;
            next += spacing;
        }

        try
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }
        catch
        {
            places.Release();
            throw;
        }
    }
}
