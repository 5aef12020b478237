namespace Holdfast.Safety.Policy;

/// <summary>What policy says to a tool call. Ordered by severity: of several, the largest holds.</summary>
public enum PolicyDecision
{
    /// <summary>It may be executed.</summary>
    Allow,

    /// <summary>The principal is asked, with the exact arguments, before it is executed.</summary>
    Confirm,

    /// <summary>A person who may approve decides.</summary>
    Ask,

    /// <summary>It is refused, and the model is told why.</summary>
    Deny,
}
