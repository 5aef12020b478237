namespace Holdfast.Runs;

/// <summary>A text that left the window and still counts.</summary>
/// <param name="Source"><c>principal</c> or <c>tool:NAME</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="Sequence">The sequence number of the event that it came from.</param>
/// <param name="At">When it was said; the default where that does not matter.</param>
/// <param name="Trust">As in <see cref="Events.ToolFinished.Trust"/>.</param>
/// <param name="Private">Whether not everybody may see it.</param>
public sealed record CarriedText(string Source, string Text, long Sequence, DateTimeOffset At = default, string? Trust = null, bool Private = false);
