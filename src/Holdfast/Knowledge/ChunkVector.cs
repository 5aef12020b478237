namespace Holdfast.Knowledge;

/// <summary>The vector of a chunk.</summary>
/// <param name="Chunk">The chunk's number in the store.</param>
/// <param name="Vector">The vector, of length 1.</param>
public sealed record ChunkVector(long Chunk, float[] Vector);
