using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>A run as a caller sees it.</summary>
public sealed record RunResult
{
    /// <summary>The run's id; also its trace id, where nobody called its agent.</summary>
    public required Guid Run { get; init; }

    /// <summary>The run whose agent called this one's, or null.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The trace id: of the run at the top of the calls.</summary>
    public Guid Trace { get; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it ended, or null while it has not.</summary>
    public TerminationReason? Reason { get; init; }

    /// <summary>The answer; while people are asked, what the user can be told meanwhile; or null while there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The call that waits for people, of this run or of one whose agent it called; or null.</summary>
    public ApprovalRow? Approval { get; init; }

    /// <summary>How sure the agent was of its answer, 0 to 1, whether it gave it or not; null where it is not scored.</summary>
    public double? Confidence { get; init; }

    /// <summary>Whether a limit ended the run and the answer tells what was done and what is left.</summary>
    public bool Partial { get; init; }

    /// <summary>What went wrong, without secrets; or null.</summary>
    public string? Error { get; init; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; init; }

    /// <summary>Tokens sent to models.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens received from models.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The cost in USD; that of called agents is their runs'.</summary>
    public decimal Cost { get; init; }

    /// <summary>The agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The agent version.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the input was accepted.</summary>
    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
