namespace Holdfast.Runs.Events;

/// <summary>What a router does with a message.</summary>
public enum RouteOutcome
{
    /// <summary>A specialist acts.</summary>
    Specialist,

    /// <summary>The user is asked which specialist is meant.</summary>
    Asked,

    /// <summary>The user is told what can be done here, and that this cannot.</summary>
    OutOfScope,

    /// <summary>The conversation is passed on to a person.</summary>
    Escalated,
}
