using Holdfast.Models;

namespace Holdfast.Runs.Events;

/// <summary>Attempts of a model call were used up and another one is about to be made. Durable before it, where a crash could otherwise hide more than is assumed.</summary>
/// <param name="Purpose">What the call is for.</param>
/// <param name="Tier">The tier that is asked.</param>
/// <param name="Attempts">The attempts so far; the event that ends the call holds only those after them.</param>
/// <param name="ReservedTokens">The most that the next attempt may use, in tokens.</param>
/// <param name="ReservedCostNanos">The most that it may cost, in nano-dollars.</param>
public sealed record ModelRetried(string Purpose, Tier Tier, IReadOnlyList<ModelAttempt> Attempts, long ReservedTokens, long ReservedCostNanos) : RunEvent;
