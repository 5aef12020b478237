namespace Holdfast.Journal;

/// <summary>Finds runs and what waits for people, and adds up what runs used. Implemented by each engine beside <see cref="IJournalStore"/>.</summary>
/// <remarks>Safe for concurrent use. A null tenant means all tenants and is for operators only.</remarks>
public interface IRunIndex
{
    /// <summary>Returns the run, or null when there is none or it is another tenant's.</summary>
    Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default);

    /// <summary>Finds runs, newest first.</summary>
    Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds sessions, newest first.</summary>
    /// <param name="tenant">The tenant, or null for all.</param>
    /// <param name="user">The user, or null for all.</param>
    /// <param name="before">Only sessions opened before, or null.</param>
    /// <param name="limit">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    Task<IReadOnlyList<SessionRow>> ListSessionsAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Returns the approval, or null when there is none or it is another tenant's.</summary>
    Task<ApprovalRow?> FindApprovalAsync(Guid approval, string? tenant, CancellationToken cancellationToken = default);

    /// <summary>Finds approvals, newest first.</summary>
    Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken = default);

    /// <summary>Returns the ticket, or null when there is none or it is another tenant's.</summary>
    Task<TicketRow?> FindTicketAsync(Guid ticket, string? tenant, CancellationToken cancellationToken = default);

    /// <summary>Finds tickets, newest first.</summary>
    Task<IReadOnlyList<TicketRow>> ListTicketsAsync(TicketQuery query, CancellationToken cancellationToken = default);

    /// <summary>Adds up usage of finished runs, grouped as asked, dearest first.</summary>
    Task<IReadOnlyList<CostRow>> SumCostsAsync(CostQuery query, CancellationToken cancellationToken = default);

    /// <summary>Returns the feedback given to a run, oldest first.</summary>
    Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken = default);
}
