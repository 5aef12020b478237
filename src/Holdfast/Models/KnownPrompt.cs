namespace Holdfast.Models;

/// <summary>What a prompt was charged, so that the next one, which begins with it, can be bounded tightly.</summary>
/// <param name="Model">Provider and model that counted.</param>
/// <param name="Tokens">Its input tokens.</param>
/// <param name="Bytes">In a state, the size of the conversation then; in a call, the bytes that came since. UTF-8.</param>
public sealed record KnownPrompt(string Model, long Tokens, long Bytes)
{
    /// <summary>The most input tokens that a model can make of a prompt.</summary>
    internal static long TokenBound(KnownPrompt? known, string model, long bytes) => known is not null && known.Model == model ? Math.Min(bytes, known.Tokens + known.Bytes) : bytes;
}
