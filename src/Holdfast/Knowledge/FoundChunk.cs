namespace Holdfast.Knowledge;

/// <summary>A chunk with what is cited of it.</summary>
/// <param name="Chunk">The chunk's number in the store.</param>
/// <param name="Path">The document's path.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Heading">The headings above it.</param>
/// <param name="Start">Where it begins in the document's text.</param>
/// <param name="End">After its last character.</param>
/// <param name="Text">Its text.</param>
public sealed record FoundChunk(long Chunk, string Path, string Title, string Heading, int Start, int End, string Text);
