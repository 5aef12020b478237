using System.Text.Json;

namespace Holdfast.Cli.Server;

/// <summary>One server-sent event of a run.</summary>
/// <param name="Id">Its sequence number in the session; null for what is not in the journal.</param>
/// <param name="Kind">The event's kind, <c>text.delta</c>, <c>text.reset</c> or <c>done</c>.</param>
/// <param name="Data">The event, the piece of text, or the finished run.</param>
internal sealed record ServerEvent(string? Id, string Kind, JsonElement Data);
