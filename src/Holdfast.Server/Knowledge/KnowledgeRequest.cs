namespace Holdfast.Server.Knowledge;

/// <summary>A knowledge base to make or to change.</summary>
/// <param name="Description">What it is about; left out, it stays.</param>
internal sealed record KnowledgeRequest(string? Description = null);
