using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>A message of the conversation and the event it came from.</summary>
/// <param name="Sequence">The event's sequence number.</param>
/// <param name="Message">The message. Never changed after it was logged.</param>
/// <param name="Bytes">Its size in UTF-8 bytes, with a little for the frame: an upper bound of its tokens.</param>
/// <param name="At">When it was said, for what the user said; else the default.</param>
public readonly record struct LoggedMessage(long Sequence, ChatMessage Message, int Bytes, DateTimeOffset At = default);
