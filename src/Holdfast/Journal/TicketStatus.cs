namespace Holdfast.Journal;

/// <summary>Where a ticket stands.</summary>
public enum TicketStatus
{
    /// <summary>It waits for a person; the agent goes on answering.</summary>
    Open,

    /// <summary>A person has taken the session over and answers in place of the agent.</summary>
    Claimed,

    /// <summary>It is done.</summary>
    Closed,
}
