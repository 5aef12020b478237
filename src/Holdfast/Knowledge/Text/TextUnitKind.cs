namespace Holdfast.Knowledge.Text;

/// <summary>What a piece of a document's structure is.</summary>
internal enum TextUnitKind
{
    Paragraph,
    Heading,
    List,
    Table,
    Code,
}
