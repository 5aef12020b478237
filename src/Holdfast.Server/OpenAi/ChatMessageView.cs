namespace Holdfast.Server.OpenAi;

/// <summary>What the agent said, whole or in part.</summary>
/// <param name="Role"><c>assistant</c>; null in the later parts of a stream.</param>
/// <param name="Content">The text.</param>
internal sealed record ChatMessageView(string? Role = null, string? Content = null);
