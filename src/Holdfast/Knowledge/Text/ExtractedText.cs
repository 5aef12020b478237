namespace Holdfast.Knowledge.Text;

/// <summary>The text of a document and its structure. Between two units there is nothing but white space.</summary>
/// <param name="Text">The text: lines end with a line feed, and there are neither U+0000 nor halves of surrogate pairs.</param>
/// <param name="Units">Its units in order, without overlap.</param>
/// <param name="Title">What the document calls itself, or null.</param>
internal sealed record ExtractedText(string Text, IReadOnlyList<TextUnit> Units, string? Title = null);
