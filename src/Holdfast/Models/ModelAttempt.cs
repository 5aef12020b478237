namespace Holdfast.Models;

/// <summary>One try to get an answer from one model.</summary>
/// <param name="Model">Provider and model, such as <c>openai/gpt-5-mini</c>.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="InputTokens">Tokens sent: as reported, or assumed when <paramref name="Assumed"/>.</param>
/// <param name="OutputTokens">Tokens received: as reported, or assumed.</param>
/// <param name="CachedTokens">The part of the input that the provider served from its cache.</param>
/// <param name="CostNanos">The cost in nano-dollars (10⁻⁹ USD).</param>
/// <param name="Category">Why it failed; null when it succeeded.</param>
/// <param name="Error">What the provider said, without secrets; null when it succeeded.</param>
/// <param name="Assumed">True when the provider did not say what it used (a broken connection, say), and the most that it may have used is counted.</param>
public sealed record ModelAttempt(
    string Model,
    double Milliseconds,
    long InputTokens = 0,
    long OutputTokens = 0,
    long CachedTokens = 0,
    long CostNanos = 0,
    ErrorCategory? Category = null,
    string? Error = null,
    bool Assumed = false);
