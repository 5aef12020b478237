namespace Holdfast.Knowledge;

/// <summary>The terms of a chunk, by which it is ranked.</summary>
/// <param name="Chunk">The chunk's number in the store.</param>
/// <param name="TitleTerms">The terms of the document's title, with spaces between.</param>
/// <param name="HeadingTerms">The terms of its nearest heading.</param>
/// <param name="BodyTerms">The terms of its text.</param>
public sealed record ChunkTerms(long Chunk, string TitleTerms, string HeadingTerms, string BodyTerms);
