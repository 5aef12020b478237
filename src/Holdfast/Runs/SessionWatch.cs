namespace Holdfast.Runs;

/// <summary>Keeps what happens in a session for a follower to come, from before a message is sent: so that no text of its answer is missed.</summary>
/// <remarks>Made by <see cref="AgentRuntime.Watch"/> and given to <see cref="AgentRuntime.FollowAsync"/> once. Dispose it when nobody follows any more.</remarks>
public sealed class SessionWatch : IDisposable
{
    internal SessionWatch(RunHub.Watcher watcher)
    {
        Watcher = watcher;
    }

    internal RunHub.Watcher Watcher { get; }

    /// <inheritdoc/>
    public void Dispose() => Watcher.Dispose();
}
