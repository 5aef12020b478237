using Holdfast.Knowledge;

namespace Holdfast.Server.Knowledge;

/// <summary>A knowledge base.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Version">Grows with each change of what a search may find.</param>
/// <param name="Documents">How many documents it has.</param>
/// <param name="Chunks">How many chunks they were cut into.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
internal sealed record KnowledgeView(string Name, string Description, long Version, int Documents, int Chunks, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static KnowledgeView Of(KnowledgeBase row) => new(row.Name, row.Description, row.Version, row.Documents, row.Chunks, row.CreatedAt, row.UpdatedAt);
}
