namespace Holdfast.Runs;

/// <summary>Marks, as the raw representation of a text in the conversation, that a person of the business said it.</summary>
/// <param name="Text">What they said.</param>
internal sealed record PersonReply(string Text);
