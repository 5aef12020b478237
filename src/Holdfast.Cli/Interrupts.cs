namespace Holdfast.Cli;

/// <summary>Ctrl-C: the first press ends what is under way in good order, the second leaves at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource all = new();
    private readonly Lock gate = new();
    private Scope? current;

    /// <summary>Cancelled by the first press while nothing more narrow is under way.</summary>
    public CancellationToken Token => all.Token;

    /// <summary>Tells that Ctrl-C was pressed.</summary>
    /// <returns>True when it was taken care of; false when the process should end.</returns>
    public bool Press()
    {
        CancellationTokenSource first;
        lock (gate)
        {
            first = current?.Source ?? all;
            if (first.IsCancellationRequested)
            {
                return false;
            }
        }

        first.Cancel();
        return true;
    }

    /// <summary>Begins something that the next press cancels instead of the whole command. Dispose it when it is over.</summary>
    public Scope Begin()
    {
        lock (gate)
        {
            return current = new Scope(this);
        }
    }

    public void Dispose() => all.Dispose();

    /// <summary>Something that a press cancels.</summary>
    internal sealed class Scope(Interrupts owner) : IDisposable
    {
        internal CancellationTokenSource Source { get; } = new();

        /// <summary>Cancelled by a press.</summary>
        public CancellationToken Token => Source.Token;

        public void Dispose()
        {
            lock (owner.gate)
            {
                owner.current = null;
            }

            Source.Dispose();
        }
    }
}
