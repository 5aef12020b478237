namespace Holdfast.Journal;

/// <summary>What one run used of one model, in one tier, for one purpose.</summary>
/// <param name="Model">Provider and model, such as <c>openai/gpt-5-mini</c>.</param>
/// <param name="Tier">The tier that the call asked for, in lower case.</param>
/// <param name="Purpose">What the calls were for.</param>
/// <param name="Calls">The attempts, failed ones included.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CostNanos">The cost in nano-dollars (10⁻⁹ USD).</param>
public sealed record RunUsage(string Model, string Tier, string Purpose, int Calls, long InputTokens, long OutputTokens, long CostNanos);
