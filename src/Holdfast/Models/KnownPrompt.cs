namespace Holdfast.Models;

/// <summary>What a prompt was charged, so that the next one, which begins with it, can be bounded tightly.</summary>
/// <param name="Model">Provider and model that counted.</param>
/// <param name="Tokens">Its input tokens.</param>
/// <param name="Bytes">In a state, the size of the conversation then; in a call, the bytes that came since. UTF-8.</param>
public sealed record KnownPrompt(string Model, long Tokens, long Bytes);
