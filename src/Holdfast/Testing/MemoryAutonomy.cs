using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>The records of approvals in memory, counted anew from the approvals and feedback each time. The store's lock guards it.</summary>
internal sealed class MemoryAutonomy(MemoryRuns runs, MemoryNotices notices)
{
    private readonly Dictionary<Guid, AllowanceRow> allowances = [];

    public IReadOnlyList<AutonomyRow> List(AutonomyQuery query) =>
    [
        .. Rows(new ApprovalQuery { Tenant = query.Tenant, Agent = query.Agent, Limit = int.MaxValue })
            .GroupBy(static row => row.Record)
            .Where(group => (query.Record is null || group.Key == query.Record) && (query.Allowance is null || NewestOf(group.Key!.Value)?.Id == query.Allowance))
            .OrderByDescending(static group => group.Max(static row => row.RequestedAt)).ThenBy(static group => group.Key)
            .Take(query.Limit)
            .Select(group => Count([.. group])),
    ];

    public AllowanceRow? Find(Guid record) => NewestOf(record) is { Stands: true } standing ? standing : null;

    public void Loosen(AllowanceRow allowance)
    {
        var standing = allowances.GetValueOrDefault(allowance.Record);
        allowances[allowance.Record] = standing is { WithdrawnAt: null } ? allowance with { Id = standing.Id } : allowance;
    }

    public bool Withdraw(Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels)
    {
        if (NewestOf(record) is not { WithdrawnAt: null } allowance || (onlyAfterFault && allowance.Stands))
        {
            return false;
        }

        allowances[record] = allowance with { WithdrawnAt = at, WithdrawnBy = by, Reason = reason };
        foreach (var channel in channels)
        {
            notices.Add(new Notice(channel, Notice.AutonomyWithdrawn, allowance.Id, at));
        }

        return true;
    }

    private AllowanceRow? NewestOf(Guid record)
    {
        if (!allowances.TryGetValue(record, out var allowance))
        {
            return null;
        }

        var faults = Rows(new ApprovalQuery { Limit = int.MaxValue }).Where(row => row.Record == record).Select(FaultOf).OfType<DateTimeOffset>().ToList();
        return allowance with { Stands = allowance.WithdrawnAt is null && faults.Count <= allowance.Faults && faults.TrueForAll(at => at < allowance.At) };
    }

    private AutonomyRow Count(List<ApprovalRow> rows)
    {
        var first = rows[0];
        var allowance = NewestOf(first.Record!.Value);
        var faults = rows.Select(FaultOf).OfType<DateTimeOffset>().ToList();
        var clean = rows.Where(row => row.Status == ApprovalStatus.Approved && FaultOf(row) is null
            && faults.TrueForAll(at => at < row.DecidedAt) && (allowance?.WithdrawnAt is null || allowance.WithdrawnAt < row.DecidedAt)).ToList();
        return new AutonomyRow
        {
            Id = first.Record.Value,
            Tenant = first.Tenant,
            Agent = first.Agent,
            Tool = first.Tool,
            Rule = first.Rule,
            Range = first.Range!,
            Approved = rows.Count(static row => row.Status == ApprovalStatus.Approved && row.EditedAt is null),
            Edited = rows.Count(static row => row.EditedAt is not null),
            Rejected = rows.Count(static row => row.Status == ApprovalStatus.Rejected),
            Corrected = rows.Count(row => CorrectedAt(row) is not null),
            Unasked = rows.Count(static row => row.Status == ApprovalStatus.Earned),
            Faults = faults.Count,
            InARow = clean.Count,
            Low = clean.Min(static row => row.Amount),
            High = clean.Max(static row => row.Amount),
            Allowance = allowance,
        };
    }

    private IEnumerable<ApprovalRow> Rows(ApprovalQuery query) => runs.ListApprovals(query).Where(static row => row.Record is not null);

    private DateTimeOffset? CorrectedAt(ApprovalRow row) => runs.Feedback(row.Run).Where(static f => f.IsFault).Max(static f => (DateTimeOffset?)f.At);

    /// <summary>When the last fault of a call happened, or null.</summary>
    private DateTimeOffset? FaultOf(ApprovalRow row) =>
        new[] { row.Status == ApprovalStatus.Rejected ? row.DecidedAt : null, row.EditedAt, CorrectedAt(row) }.Max();
}
