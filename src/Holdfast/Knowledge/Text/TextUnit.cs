namespace Holdfast.Knowledge.Text;

/// <summary>A piece of a document's structure, as a range of its text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">After its last character.</param>
/// <param name="Level">Of a heading: 1 to 6; else 0.</param>
/// <param name="Heading">Of a heading: its words without marks; else null.</param>
internal readonly record struct TextUnit(TextUnitKind Kind, int Start, int End, int Level = 0, string? Heading = null)
{
    public int Length => End - Start;
}
