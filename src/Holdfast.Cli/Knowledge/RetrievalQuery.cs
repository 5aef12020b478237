namespace Holdfast.Cli.Knowledge;

/// <summary>A query with the documents that answer it.</summary>
internal sealed record RetrievalQuery(string Id, string Text, IReadOnlySet<string> Relevant);
