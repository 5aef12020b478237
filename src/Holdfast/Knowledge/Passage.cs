namespace Holdfast.Knowledge;

/// <summary>A chunk as an agent is shown it.</summary>
/// <param name="Cite">The mark that an answer cites it by.</param>
/// <param name="Document">The document's path.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Heading">The headings above it.</param>
/// <param name="Start">Where it begins in the document's text.</param>
/// <param name="End">After its last character.</param>
/// <param name="Coverage">Which share of the question's weight its words have.</param>
/// <param name="Text">Its text.</param>
internal sealed record Passage(string Cite, string Document, string Title, string Heading, int Start, int End, double Coverage, string Text);
