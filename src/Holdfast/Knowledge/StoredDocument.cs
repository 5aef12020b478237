namespace Holdfast.Knowledge;

/// <summary>A document as a store keeps it: read, cut and ready to be searched.</summary>
/// <param name="Document">What is listed of it.</param>
/// <param name="Text">Its whole text, which the chunks' offsets count in.</param>
/// <param name="Chunks">Its chunks, in order.</param>
public sealed record StoredDocument(KnowledgeDocument Document, string Text, IReadOnlyList<StoredChunk> Chunks);
