using Holdfast.Knowledge;

namespace Holdfast.Server.Knowledge;

/// <summary>A document of a knowledge base.</summary>
/// <param name="Path">Its name in the base.</param>
/// <param name="Title">What it is called.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Hash">A hash of all that was given of it.</param>
/// <param name="Characters">How long its text is.</param>
/// <param name="Chunks">How many chunks it was cut into.</param>
/// <param name="Tags">Words to search by.</param>
/// <param name="Metadata">Values to search by.</param>
/// <param name="UpdatedAt">When it was last read.</param>
/// <param name="Text">Its text, which the offsets of citations count in; null in a list.</param>
/// <param name="Changed">After it was put: whether it was read, and not held already exactly so.</param>
/// <param name="Embedded">After it was put: whether every text of the base has its vector.</param>
internal sealed record DocumentView(
    string Path, string Title, string MediaType, string Hash, int Characters, int Chunks, IReadOnlyList<string> Tags, IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset UpdatedAt, string? Text = null, bool? Changed = null, bool? Embedded = null)
{
    public static DocumentView Of(KnowledgeDocument row) =>
        new(row.Path, row.Title, row.MediaType, row.Hash, row.Characters, row.Chunks, row.Tags, row.Metadata, row.UpdatedAt);
}
