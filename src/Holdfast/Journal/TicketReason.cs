namespace Holdfast.Journal;

/// <summary>Why a session needs a person.</summary>
public enum TicketReason
{
    /// <summary>The agent asked for one, because the user wants it or it cannot help.</summary>
    Requested,

    /// <summary>A guard or the agent's pattern ended the run as escalated.</summary>
    Escalated,

    /// <summary>No model could answer.</summary>
    ProviderUnavailable,

    /// <summary>Every model is behind an open circuit breaker.</summary>
    CircuitOpen,

    /// <summary>Nobody can tell whether an effect happened.</summary>
    OutcomeUnknown,

    /// <summary>A call waited for an approval, and nobody decided in time.</summary>
    ApprovalExpired,

    /// <summary>The agent was not sure enough of its answer, and withheld it.</summary>
    LowConfidence,
}
