namespace Holdfast.Runs;

/// <summary>How a process takes part in the work.</summary>
public sealed class AgentRuntimeOptions
{
    /// <summary>Whether this process runs agents; when false it only accepts input and reads (the role <c>api</c>).</summary>
    /// <value>Default true.</value>
    public bool RunsAgents { get; set; } = true;

    /// <summary>How many sessions this process runs at once, at least 1; more wait in the store.</summary>
    /// <value>Default 512.</value>
    public int MaxConcurrentRuns { get; set; } = 512;

    /// <summary>How long a worker may be silent before others take its sessions over, at least 1 second.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the store is asked for work that no wake-up announced.</summary>
    /// <value>Default 1 second.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The largest input of a run, in characters, at least 1.</summary>
    /// <value>Default 32,000.</value>
    public int MaxInputLength { get; set; } = 32_000;

    /// <summary>The channels by which people are told that they are needed: a notice for each is committed with what it tells of, for <see cref="Journal.INoticeStore"/>.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Channels { get; set; } = [];

    /// <summary>How many sessions are kept warm, so that their next message needs no reading, at least 0.</summary>
    /// <value>Default 10,000.</value>
    public int WarmSessions { get; set; } = 10_000;
}
