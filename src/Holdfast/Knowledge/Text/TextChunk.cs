namespace Holdfast.Knowledge.Text;

/// <summary>A part of a text that is found and cited as one.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">After its last character.</param>
/// <param name="BodyStart">Where the text under its own headings begins.</param>
/// <param name="Headings">The headings above it, outermost first.</param>
internal sealed record TextChunk(int Start, int End, int BodyStart, IReadOnlyList<string> Headings);
