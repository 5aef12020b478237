using Holdfast.Cost;

namespace Holdfast.Models;

/// <summary>What came of an <see cref="EmbeddingCall"/>.</summary>
/// <param name="Attempts">Every attempt, in order.</param>
/// <param name="Vectors">A vector of length 1 for each text; or null.</param>
/// <param name="Refusal">The ceiling that did not allow it; or null.</param>
/// <param name="Message">Why there are no vectors, without secrets; or null.</param>
internal sealed record EmbeddingOutcome(
    IReadOnlyList<ModelAttempt> Attempts, IReadOnlyList<float[]>? Vectors = null, BudgetRefusal? Refusal = null, string? Message = null);
