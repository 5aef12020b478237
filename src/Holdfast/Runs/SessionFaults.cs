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

    public static HoldfastException Ended(SessionRow row) => row.Status == SessionStatus.Closed
        ? new("session-closed", $"Session {row.Id:N} is closed. Open a new one.")
        : new("session-expired", $"Session {row.Id:N} expired at {row.ExpiresAt:u}. Open a new one.");
}
