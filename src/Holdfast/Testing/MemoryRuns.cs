using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>The run index in memory. The store's lock guards it.</summary>
internal sealed class MemoryRuns
{
    private readonly Dictionary<Guid, Entry> runs = [];
    private readonly Dictionary<Guid, List<FeedbackRow>> feedback = [];
    private readonly Dictionary<Guid, ApprovalRow> approvals = [];
    private readonly Dictionary<Guid, TicketRow> tickets = [];

    public void Put(RunRow run)
    {
        if (!runs.TryGetValue(run.Id, out var entry))
        {
            runs.Add(run.Id, new Entry(run));
        }
        else if (entry.Row.Status != RunStatus.Finished)
        {
            entry.Row = entry.Row with { Ordinal = run.Ordinal, Status = run.Status, FirstSequence = run.FirstSequence };
        }
    }

    public void Change(RunStatusChange change)
    {
        if (runs.TryGetValue(change.Run, out var entry) && entry.Row.Status != RunStatus.Finished)
        {
            entry.Row = entry.Row with { Status = change.Status };
        }
    }

    /// <summary>Ends a run once; null when there is none or it had ended.</summary>
    public RunRow? Finish(RunFinish finish)
    {
        if (!runs.TryGetValue(finish.Id, out var entry) || entry.Finish is not null)
        {
            return null;
        }

        long input = 0, output = 0, cost = 0;
        foreach (var usage in finish.Usage)
        {
            input += usage.InputTokens;
            output += usage.OutputTokens;
            cost += usage.CostNanos;
        }

        entry.Finish = finish;
        return entry.Row = entry.Row with
        {
            Status = RunStatus.Finished,
            Reason = finish.Reason,
            FinishedAt = finish.At,
            LastSequence = finish.LastSequence,
            Steps = finish.Steps,
            Error = finish.Error,
            InputTokens = input,
            OutputTokens = output,
            CostNanos = cost,
            Confidence = finish.Confidence,
        };
    }

    public void Rate(FeedbackRow row)
    {
        if (!feedback.TryGetValue(row.Run, out var rows))
        {
            feedback.Add(row.Run, rows = []);
        }

        rows.Add(row);
    }

    public void Put(ApprovalRow row) => approvals[row.Id] = row;

    public ApprovalRow? FindApproval(Guid approval, string? tenant) =>
        approvals.TryGetValue(approval, out var row) && (tenant is null || row.Tenant == tenant) ? row : null;

    public IReadOnlyList<ApprovalRow> ListApprovals(ApprovalQuery query) =>
    [
        .. approvals.Values
            .Where(row => (query.Tenant is null || row.Tenant == query.Tenant)
                && (query.Status is null || row.Status == query.Status)
                && (query.Agent is null || row.Agent == query.Agent)
                && (query.Tool is null || row.Tool == query.Tool)
                && (query.Run is null || row.Run == query.Run)
                && (query.Before is null || row.RequestedAt < query.Before))
            .OrderByDescending(static row => row.RequestedAt).ThenByDescending(static row => row.Id)
            .Take(query.Limit),
    ];

    public void Put(TicketRow row) => tickets[row.Id] = row;

    public TicketRow? FindTicket(Guid ticket, string? tenant) =>
        tickets.TryGetValue(ticket, out var row) && (tenant is null || row.Tenant == tenant) ? row : null;

    public IReadOnlyList<TicketRow> ListTickets(TicketQuery query) =>
    [
        .. tickets.Values
            .Where(row => (query.Tenant is null || row.Tenant == query.Tenant)
                && (query.Status is null || row.Status == query.Status)
                && (!query.Unclosed || row.Status != TicketStatus.Closed)
                && (query.Owner is null || row.Owner == query.Owner)
                && (query.Agent is null || row.Agent == query.Agent)
                && (query.Session is null || row.Session == query.Session)
                && (query.DueBy is null || row.DueAt <= query.DueBy)
                && (query.Before is null || row.OpenedAt < query.Before))
            .OrderByDescending(static row => row.OpenedAt).ThenByDescending(static row => row.Id)
            .Take(query.Limit),
    ];

    public IReadOnlyList<FeedbackRow> Feedback(Guid run) => feedback.TryGetValue(run, out var rows) ? [.. rows.OrderBy(static row => row.At)] : [];

    public RunRow? Find(Guid run, string? tenant) =>
        runs.TryGetValue(run, out var entry) && (tenant is null || entry.Row.Tenant == tenant) ? entry.Row : null;

    public IReadOnlyList<RunRow> Search(RunQuery query)
    {
        var filter = new MemoryRunFilter(query);
        return
        [
            .. runs.Values
                .Where(entry => filter.Accepts(entry.Row, entry.Finish))
                .Select(static entry => entry.Row)
                .OrderByDescending(static row => row.AcceptedAt).ThenByDescending(static row => row.Id)
                .Take(query.Limit),
        ];
    }

    public IReadOnlyList<CostRow> SumCosts(CostQuery query) => MemoryCosts.Sum(
        query,
        runs.Values
            .Where(entry => entry.Finish is not null
                && (query.Tenant is null || entry.Row.Tenant == query.Tenant)
                && (query.From is null || entry.Finish.At >= query.From)
                && (query.To is null || entry.Finish.At < query.To))
            .Select(static entry => (entry.Row, entry.Finish!)));

    private sealed class Entry(RunRow row)
    {
        public RunRow Row { get; set; } = row;

        public RunFinish? Finish { get; set; }
    }
}
