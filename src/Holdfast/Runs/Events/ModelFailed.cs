using Holdfast.Models;

namespace Holdfast.Runs.Events;

/// <summary>No model of the chain gave a usable answer.</summary>
/// <param name="Purpose">What the call was for.</param>
/// <param name="Tier">The tier that was asked.</param>
/// <param name="Attempts">Every attempt.</param>
/// <param name="Category">The last attempt's category; <see cref="ErrorCategory.Cancelled"/> when the run's time ran out or it was cancelled.</param>
/// <param name="Message">What happened, without secrets.</param>
/// <param name="CircuitOpen">True when every model was skipped for an open circuit breaker.</param>
public sealed record ModelFailed(
    string Purpose, Tier Tier, IReadOnlyList<ModelAttempt> Attempts, ErrorCategory Category, string Message, bool CircuitOpen = false) : RunEvent;
