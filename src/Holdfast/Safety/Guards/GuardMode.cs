namespace Holdfast.Safety.Guards;

/// <summary>What happens when a guard finds something. Ordered by severity.</summary>
public enum GuardMode
{
    /// <summary>It is recorded, and nothing else happens.</summary>
    Observe,

    /// <summary>What was found is replaced before it is written or shown.</summary>
    Redact,

    /// <summary>The text goes no further: an input or an answer ends the run as blocked-by-guard, a tool result is withheld from the model.</summary>
    Block,

    /// <summary>The run ends as escalated, and a person takes over.</summary>
    Escalate,
}
