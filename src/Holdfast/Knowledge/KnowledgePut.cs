namespace Holdfast.Knowledge;

/// <summary>What became of a document that was given.</summary>
/// <param name="Changed">Whether it was read; false where the base held exactly it already.</param>
/// <param name="Embedded">Whether every text of the base has its vector; true without an embedding model. Texts without one are found by their words, and embedded with the next change.</param>
public sealed record KnowledgePut(bool Changed, bool Embedded);
