namespace Holdfast;

/// <summary>Why a run ended. The set is closed: every run ends with exactly one of these.</summary>
public enum TerminationReason
{
    /// <summary>The agent answered.</summary>
    Completed,

    /// <summary>The agent asked the user something and waits for the next message.</summary>
    NeedsInput,

    /// <summary>The conversation went to a human.</summary>
    Escalated,

    /// <summary>A ceiling of tokens or money would have been crossed.</summary>
    BudgetExhausted,

    /// <summary>The run took as many steps as its limit allows.</summary>
    StepLimit,

    /// <summary>The run took as long as its limit allows.</summary>
    TimeLimit,

    /// <summary>The agent repeated the same call with the same arguments and made no progress.</summary>
    Stalled,

    /// <summary>A guard blocked the input or the answer.</summary>
    BlockedByGuard,

    /// <summary>No model of the chain could answer.</summary>
    ProviderUnavailable,

    /// <summary>Every model of the chain is behind an open circuit breaker.</summary>
    CircuitOpen,

    /// <summary>A tool that the run depends on failed for good.</summary>
    ToolFailed,

    /// <summary>An effect was started and nobody can tell whether it happened. A human decides; it is never retried by itself.</summary>
    OutcomeUnknown,

    /// <summary>The caller cancelled the run.</summary>
    Cancelled,

    /// <summary>A bug of Holdfast or of a user's pattern. Never swallowed: the trace holds the exception.</summary>
    Failed,
}
