using Holdfast.Cost;

namespace Holdfast.Models;

/// <summary>What came of a <see cref="ModelCall"/>: a reply, a refusal by the budget, or a failure. Never a cut-off answer.</summary>
public sealed record ModelOutcome
{
    /// <summary>Every attempt, in order.</summary>
    public required IReadOnlyList<ModelAttempt> Attempts { get; init; }

    /// <summary>The reply, complete and valid; or null.</summary>
    public ModelReply? Reply { get; init; }

    /// <summary>The refusal, when a ceiling did not allow (another) attempt; or null.</summary>
    public BudgetRefusal? Refusal { get; init; }

    /// <summary>Why the last attempt failed; meaningful when there is neither reply nor refusal.</summary>
    public ErrorCategory Category { get; init; }

    /// <summary>What happened, without secrets; meaningful when there is neither reply nor refusal.</summary>
    public string Message { get; init; } = "";

    /// <summary>True when every model was skipped because its provider's circuit breaker is open.</summary>
    public bool CircuitOpen { get; init; }
}
