using Holdfast.Runs;

namespace Holdfast.Server.Runs;

/// <summary>Waits for runs on behalf of requests: no wait keeps the process from stopping.</summary>
internal sealed class RunWaiting(AgentRuntime runtime, IHostApplicationLifetime lifetime)
{
    /// <summary>Returns the run, finished or as it stands when the time was up, the process began to stop or the client went away.</summary>
    public async Task<RunResult> WaitAsync(Guid run, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        try
        {
            return await runtime.WaitAsync(run, limit, cancellationToken: ends.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await runtime.WaitAsync(run, TimeSpan.Zero, cancellationToken: cancellationToken);
        }
    }
}
