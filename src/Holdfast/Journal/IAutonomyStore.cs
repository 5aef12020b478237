namespace Holdfast.Journal;

/// <summary>The records of approvals, and what people loosened because of them. Implemented by each engine beside <see cref="IJournalStore"/>.</summary>
/// <remarks>Safe for concurrent use by any number of processes. Records are projections of approvals and feedback: nothing here is kept in step by hand.</remarks>
public interface IAutonomyStore
{
    /// <summary>Finds records, the one with the newest call first. Counts every approval of those records.</summary>
    Task<IReadOnlyList<AutonomyRow>> ListAutonomyAsync(AutonomyQuery query, CancellationToken cancellationToken = default);

    /// <summary>Returns the allowance of a record that holds now, or null. A fault that is committed ends it at once, for every process.</summary>
    Task<AllowanceRow?> FindAllowanceAsync(Guid record, CancellationToken cancellationToken = default);

    /// <summary>Loosens a record. One that is loosened gets the new allowance's range, sample and faults, and keeps its id.</summary>
    /// <param name="tenant">The record's tenant.</param>
    /// <param name="allowance">The allowance.</param>
    /// <param name="subject">What is loosened, for the audit log: no name of a person.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task LoosenAsync(string tenant, AllowanceRow allowance, string subject, CancellationToken cancellationToken = default);

    /// <summary>Withdraws the allowance of a record, with a line in the audit log. Returns whether there was one to withdraw.</summary>
    /// <param name="record">The record.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="at">When.</param>
    /// <param name="onlyAfterFault">Withdraws it only where there is a fault since it was given.</param>
    /// <param name="channels">By which channels people are told.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task<bool> WithdrawAsync(
        Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels, CancellationToken cancellationToken = default);
}
