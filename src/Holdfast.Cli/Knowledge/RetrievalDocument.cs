using System.Text;
using Holdfast.Knowledge;

namespace Holdfast.Cli.Knowledge;

/// <summary>A document to be found.</summary>
internal sealed record RetrievalDocument(string Id, string Title, string Text)
{
    public KnowledgeSource ToSource() => new() { Path = Id, Title = Title.Length is > 0 and <= 300 ? Title : null, Content = Encoding.UTF8.GetBytes(Text), MediaType = "text/markdown" };
}
