namespace Holdfast.Models;

/// <summary>Holds calls back so that a provider gets no more at once, and no more per minute, than it allows.</summary>
internal sealed class Admission : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly TimeSpan spacing;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1);
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

    public void Dispose()
    {
        places.Dispose();
        turn.Dispose();
    }

    private async Task EnterSlowlyAsync(CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        if (spacing == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await TakeTurnAsync(cancellationToken);
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    /// <summary>One waits at a time, and takes its slot only when the time has come: whoever gives up before leaves none unused.</summary>
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (next > now)
            {
                await Task.Delay(next - now, time, cancellationToken);
            }

            next = (next > now ? next : now) + spacing;
        }
        finally
        {
            turn.Release();
        }
    }
}
