using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>What the worker logs. Ids only: no text of a conversation.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Run {Run} of session {Session} was dropped: another worker owns the session.")]
    public static partial void OwnershipLost(this ILogger logger, Guid run, Guid session);

    [LoggerMessage(1002, LogLevel.Error, "Session {Session} was interrupted and will be read again.")]
    public static partial void SessionInterrupted(this ILogger logger, Guid session, Exception error);

    [LoggerMessage(1003, LogLevel.Error, "The heartbeat of worker {Worker} failed; without one its sessions go to other workers.")]
    public static partial void HeartbeatFailed(this ILogger logger, string worker, Exception error);

    [LoggerMessage(1004, LogLevel.Error, "Looking for work failed; it is tried again.")]
    public static partial void ClaimFailed(this ILogger logger, Exception error);

    [LoggerMessage(1005, LogLevel.Error, "Session {Session} cannot be read by this version and is left to others.")]
    public static partial void SessionUnreadable(this ILogger logger, Guid session, Exception error);

    [LoggerMessage(1006, LogLevel.Warning, "Session {Session} needs agent '{Agent}', which this process does not have.")]
    public static partial void AgentMissing(this ILogger logger, Guid session, string agent);

    [LoggerMessage(1007, LogLevel.Information, "Run {Run} of session {Session} is taken over by {Worker}.")]
    public static partial void Resumed(this ILogger logger, Guid run, Guid session, string worker);

    [LoggerMessage(1008, LogLevel.Warning, "The inbox of session {Session} could not be read; it is tried again.")]
    public static partial void InboxUnread(this ILogger logger, Guid session, Exception error);

    [LoggerMessage(1010, LogLevel.Warning, "{Percent} % of the ceiling '{Ceiling}' of {Dollars} USD are spent. Run {Run} brought it there.")]
    public static partial void BudgetWarned(this ILogger logger, int percent, string ceiling, decimal dollars, Guid run);

    [LoggerMessage(1009, LogLevel.Warning, "Clearing away old idempotency keys failed; it is tried again.")]
    public static partial void SweepFailed(this ILogger logger, Exception error);

    [LoggerMessage(1012, LogLevel.Warning, "The answer of run {Run} was not kept to be given again.")]
    public static partial void AnswerNotKept(this ILogger logger, Guid run, Exception error);

    [LoggerMessage(1011, LogLevel.Warning, "{Warning}")]
    public static partial void AgentWarning(this ILogger logger, string warning);
}
