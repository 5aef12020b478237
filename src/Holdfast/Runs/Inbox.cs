using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Reads what waits in an inbox.</summary>
internal static class Inbox
{
    public static InboxMessage ReadMessage(InboxItem item) => JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxMessage)!;

    public static InboxCancel ReadCancel(InboxItem item) => JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxCancel)!;

    public static FeedbackGiven ReadFeedback(InboxItem item) => JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.FeedbackGiven)!;

    /// <summary>Tells a run when somebody asked to cancel it.</summary>
    public static void RequestCancel(IReadOnlyList<InboxItem> items, RunHandle handle)
    {
        foreach (var item in items)
        {
            if (item.Kind == InboxJson.CancelKind && ReadCancel(item) is { } cancel && cancel.Run == handle.Run)
            {
                handle.Cancel(cancel.By, item.Position);
                return;
            }
        }
    }
}
