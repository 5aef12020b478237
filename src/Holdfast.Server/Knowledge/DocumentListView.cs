namespace Holdfast.Server.Knowledge;

/// <summary>Documents of a knowledge base.</summary>
/// <param name="Documents">The documents, by path.</param>
internal sealed record DocumentListView(IReadOnlyList<DocumentView> Documents);
