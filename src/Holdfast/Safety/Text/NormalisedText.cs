namespace Holdfast.Safety.Text;

/// <summary>A text as a reader sees it, with the way back to the text as it came.</summary>
internal readonly struct NormalisedText(string text, int[]? positions)
{
    /// <summary>Without invisible characters, with look-alikes folded to ASCII.</summary>
    public string Text { get; } = text;

    /// <summary>Where a character of <see cref="Text"/> stood before; the same place where nothing was changed.</summary>
    public int Position(int index) => positions is null ? index : positions[index];
}
