namespace Holdfast.Cli.Tests;

/// <summary>Collects what is written and tells when a text was.</summary>
internal sealed class SignallingWriter(string awaited) : StringWriter
{
    private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the text was written.</summary>
    public Task Seen => seen.Task;

    public override void Flush()
    {
        if (ToString().Contains(awaited, StringComparison.Ordinal))
        {
            seen.TrySetResult();
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await base.FlushAsync(cancellationToken);
        Flush();
    }
}
