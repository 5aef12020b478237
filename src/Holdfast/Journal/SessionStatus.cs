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
}
