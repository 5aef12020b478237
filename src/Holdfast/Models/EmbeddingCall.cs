using Holdfast.Cost;

namespace Holdfast.Models;

/// <summary>Texts that are to become vectors.</summary>
/// <param name="Texts">The texts, at least one; the first 6,000 characters of each count, which common models take.</param>
/// <param name="Budget">What it is charged to.</param>
/// <param name="Patience">How long it may take with all its attempts; null where only the provider's options bound each.</param>
internal sealed record EmbeddingCall(IReadOnlyList<string> Texts, RunBudget Budget, TimeSpan? Patience = null);
