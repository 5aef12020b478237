namespace Holdfast.Runs;

/// <summary>What the fast tier of a cascade used in a run, as far as the stronger one would have had to do the same.</summary>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CachedTokens">Of those sent, the ones that came from the provider's cache.</param>
/// <param name="Last">What the last call of it used, which the stronger tier does again when it takes over; null for nothing.</param>
/// <param name="MovedUp">Whether it has taken over.</param>
public sealed record CascadeState(long InputTokens = 0, long OutputTokens = 0, long CachedTokens = 0, CascadeState? Last = null, bool MovedUp = false);
