namespace Holdfast.Journal;

/// <summary>How soon a ticket is to be looked at. Ordered.</summary>
public enum TicketPriority
{
    /// <summary>In its turn.</summary>
    Normal,

    /// <summary>Before others: something may have happened that somebody has to check.</summary>
    High,
}
