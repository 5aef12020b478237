using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Memory;

/// <summary>The tools with which an agent makes notes for itself in a session. What they do is done by the engine: nothing outside changes.</summary>
internal static class NoteTools
{
    public const string Note = "note_down";
    public const string Read = "read_notes";

    /// <summary>The tools of an agent that takes notes.</summary>
    public static IEnumerable<Tool> Create() =>
    [
        ToolMethods.Of(
            Note,
            "Notes something down for the rest of this conversation: what you must not lose when it gets long, such as decisions, ids and open points. A title has one note: the newest. An empty text takes it away.",
            OfNote,
            new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside, ByEngine = true }),
        ToolMethods.Of(
            Read,
            "Reads all notes of this conversation.",
            OfRead,
            new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, UntrustedFields = [MemoryTools.Unverified], Reach = ToolReach.Inside, ByEngine = true }),
    ];

    private static string OfNote(
        [Description("A few words by which the note is found."), StringLength(60, MinimumLength = 1)] string title,
        [Description("What is to be noted; empty to take the note away."), StringLength(1_000)] string text) => throw new UnreachableException(title + text);

    private static string OfRead() => throw new UnreachableException();
}
