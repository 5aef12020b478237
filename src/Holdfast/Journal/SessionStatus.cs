namespace Holdfast.Journal;

/// <summary>What a session waits for.</summary>
public enum SessionStatus
{
    /// <summary>Nothing to do and nobody owns it.</summary>
    Idle,

    /// <summary>Its inbox holds something and nobody owns it: any worker may claim it.</summary>
    Ready,

    /// <summary>A worker owns it.</summary>
    Running,

    /// <summary>It takes no more input.</summary>
    Closed,

    /// <summary>Its run waits for a person or a timer and nobody owns it: it becomes ready when something arrives, or when its time comes.</summary>
    Waiting,
}
