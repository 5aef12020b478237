namespace Holdfast.Journal;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Accepted durably; waits for its turn in the session's inbox.</summary>
    Queued,

    /// <summary>A worker runs it.</summary>
    Running,

    /// <summary>It waits for a person or a timer and holds no resources.</summary>
    Waiting,

    /// <summary>It ended, with a termination reason.</summary>
    Finished,
}
