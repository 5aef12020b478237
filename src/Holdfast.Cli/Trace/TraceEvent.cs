using System.Text.Json;

namespace Holdfast.Cli.Trace;

/// <summary>One event of a run.</summary>
/// <param name="Sequence">Its place in the session's journal.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Payload">What exactly; null when it was erased.</param>
internal sealed record TraceEvent(long Sequence, string Kind, DateTimeOffset At, JsonElement? Payload);
