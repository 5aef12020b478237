namespace Holdfast.People;

/// <summary>Where a record of approvals stands.</summary>
public enum AutonomyStatus
{
    /// <summary>Every call asks, and there are not enough approvals in a row.</summary>
    Counting,

    /// <summary>Every call asks, and a person may loosen it.</summary>
    Suggested,

    /// <summary>Calls in the allowed range run without asking, but for a sample.</summary>
    Loosened,
}
