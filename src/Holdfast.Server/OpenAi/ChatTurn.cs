namespace Holdfast.Server.OpenAi;

/// <summary>One text of a conversation.</summary>
/// <param name="ByUser">Whether the user said it, not the agent.</param>
/// <param name="Text">What was said.</param>
internal readonly record struct ChatTurn(bool ByUser, string Text);
