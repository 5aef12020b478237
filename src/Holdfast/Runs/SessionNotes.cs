using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Memory;
using Holdfast.Runs.Events;
using Holdfast.Safety.Text;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>The notes that an agent makes for itself in a session: kept as events, shown again once messages have left the window. Pure.</summary>
internal static class SessionNotes
{
    /// <summary>How many notes a session has at most.</summary>
    public const int Most = 40;

    /// <summary>Carries out a call: what there is to say about it follows from the notes.</summary>
    public static ToolResult Execute(ImmutableArray<NoteTaken> notes, PendingCall call, JsonElement arguments)
    {
        if (call.Name == NoteTools.Read)
        {
            return new ToolResult(ToolOutcome.Succeeded, Listed(notes), Attempts: 1);
        }

        var isNew = notes.All(n => n.Title != TitleOf(arguments));
        return isNew && TextOf(arguments).Length > 0 && notes.Length >= Most
            ? new ToolResult(ToolOutcome.Failed, $"There are {Most} notes already. Note less, or take one away by noting an empty text under its title.", Attempts: 1)
            : new ToolResult(ToolOutcome.Succeeded, TextOf(arguments).Length > 0 ? "Noted." : isNew ? "There is no such note." : "Taken away.", Attempts: 1);
    }

    /// <summary>What is recorded of a call that noted something; else null.</summary>
    public static NoteTaken? EventOf(PendingCall call, ToolResult result)
    {
        if (call.Name != NoteTools.Note || result.Outcome != ToolOutcome.Succeeded)
        {
            return null;
        }

        using var arguments = JsonDocument.Parse(call.Arguments);
        return new NoteTaken(TitleOf(arguments.RootElement), TextOf(arguments.RootElement), call.Taint is not null);
    }

    /// <summary>The notes after one was taken: a title has one note.</summary>
    public static ImmutableArray<NoteTaken> Apply(ImmutableArray<NoteTaken> notes, NoteTaken taken)
    {
        notes = notes.RemoveAll(n => n.Title == taken.Title);
        return taken.Text.Length == 0 ? notes : notes.Add(taken);
    }

    /// <summary>The newest notes for which there is room; of the others it is said how many there are.</summary>
    public static string Describe(ImmutableArray<NoteTaken> notes, string mark, long room)
    {
        var lines = new List<string>();
        var left = room - 40;
        foreach (var note in notes.Reverse())
        {
            var line = $"- {note.Title}: {note.Text}";
            line = note.Untrusted ? UntrustedText.Wrap(line, "note", mark) : line;
            left -= TextCut.Bytes(line) + 1;
            if (left < 0)
            {
                break;
            }

            lines.Insert(0, line);
        }

        var text = new StringBuilder("[Your notes in this conversation]");
        foreach (var line in lines)
        {
            text.Append('\n').Append(line);
        }

        return lines.Count == notes.Length ? text.ToString() : text.Append($"\n[{notes.Length - lines.Count} more: the tool {NoteTools.Read} shows them.]").ToString();
    }

    private static string Listed(ImmutableArray<NoteTaken> notes)
    {
        var known = new JsonObject();
        var unverified = new JsonObject();
        foreach (var note in notes)
        {
            (note.Untrusted ? unverified : known)[note.Title] = note.Text;
        }

        var result = new JsonObject { ["notes"] = known };
        if (unverified.Count > 0)
        {
            result[MemoryTools.Unverified] = unverified;
        }

        return result.ToJsonString(MemoryStep.Relaxed);
    }

    private static string TitleOf(JsonElement arguments) => arguments.GetProperty("title").GetString()!.Trim();

    private static string TextOf(JsonElement arguments) => arguments.GetProperty("text").GetString()!.Trim();
}
