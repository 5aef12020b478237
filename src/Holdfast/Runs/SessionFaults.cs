using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>Why a session takes no message.</summary>
internal static class SessionFaults
{
    public static HoldfastException Unknown(Guid session) => new("unknown-session", $"There is no session {session:N}.");

    /// <summary>Refuses a session that a run was called for.</summary>
    public static void DemandOwn(SessionRow row)
    {
        if (row.Parent is not null)
        {
            throw new HoldfastException("session-closed", $"Session {row.Id:N} belongs to a run that another agent called for: it takes no messages. Talk with the agent of session {row.Parent:N}.");
        }
    }

    /// <summary>Refuses a message without words, or with too many.</summary>
    public static void DemandText(string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new HoldfastException("invalid-input", "The text is empty: send what the user says.");
        }

        if (text.Length > most)
        {
            throw new HoldfastException("input-too-long", $"The text has {text.Length} characters; at most {most} are accepted.");
        }
    }

    public static HoldfastException Ended(SessionRow row) => row.Status == SessionStatus.Closed
        ? new("session-closed", $"Session {row.Id:N} is closed. Open a new one.")
        : new("session-expired", $"Session {row.Id:N} expired at {row.ExpiresAt:u}. Open a new one.");
}
