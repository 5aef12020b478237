namespace Holdfast.Server.Knowledge;

/// <summary>Knowledge bases.</summary>
/// <param name="Knowledge">The bases, by name.</param>
internal sealed record KnowledgeListView(IReadOnlyList<KnowledgeView> Knowledge);
