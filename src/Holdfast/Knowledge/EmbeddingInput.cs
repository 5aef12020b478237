namespace Holdfast.Knowledge;

/// <summary>A text that has no vector of a model yet.</summary>
/// <param name="Hash">The hash that the vector is kept by.</param>
/// <param name="Title">The title of its document.</param>
/// <param name="Heading">The headings above it.</param>
/// <param name="Text">The chunk's text.</param>
public sealed record EmbeddingInput(string Hash, string Title, string Heading, string Text);
