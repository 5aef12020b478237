using Holdfast.Memory;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Memory;

/// <summary>Something that an agent remembers of a user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>fact</c>, <c>preference</c>, <c>pattern</c> or <c>episode</c>.</param>
/// <param name="User">The user.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Subject">Whom or what it is about: <c>user</c>, or a name.</param>
/// <param name="Key">What of the subject; of an episode, how the session ended.</param>
/// <param name="Value">The value; of an episode, the summary.</param>
/// <param name="Trusted">Whether no stranger's words had a part in it.</param>
/// <param name="Confidence">How sure it is, 0 to 1.</param>
/// <param name="Status"><c>current</c>, <c>replaced</c> or <c>undone</c>.</param>
/// <param name="At">Since when it is so.</param>
/// <param name="Until">Until when it is so, or null.</param>
/// <param name="ReplacedBy">What took its place, or null.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Session">The session that it comes from; null where a person wrote it.</param>
/// <param name="Run">The run that it comes from, or null.</param>
/// <param name="Sequence">The event that it comes from, or null.</param>
internal sealed record MemoryView(
    string Id, string Kind, string User, string Agent, string Subject, string Key, string Value, bool Trusted, double Confidence, string Status, DateTimeOffset At, DateTimeOffset? Until,
    string? ReplacedBy, string By, string? Session, string? Run, long? Sequence)
{
    public static MemoryView Of(MemoryItem item) => new(
        WireId.Of(item.Id),
        WireName.Of(item.Kind),
        item.User,
        item.Agent,
        item.Subject,
        item.Key,
        item.Text,
        item.Trusted,
        item.Confidence,
        WireName.Of(item.Status),
        item.At,
        item.Until,
        item.ReplacedBy is { } by ? WireId.Of(by) : null,
        item.By,
        item.Session == Guid.Empty ? null : WireId.Of(item.Session),
        item.Run == Guid.Empty ? null : WireId.Of(item.Run),
        item.Sequence == 0 ? null : item.Sequence);
}
