namespace Holdfast;

/// <summary>A token that is cancelled with another one or after a time: one source, where a timeout linked to the other token would take two.</summary>
internal readonly struct TimedToken : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration outer;

    public TimedToken(TimeSpan limit, TimeProvider time, CancellationToken outer)
    {
        source = new CancellationTokenSource(limit, time);
        this.outer = outer.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        outer.Dispose();
        source.Dispose();
    }
}
