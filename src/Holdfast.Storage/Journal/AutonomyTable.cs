using System.Data.Common;
using Holdfast.Journal;
using Holdfast.Storage.Identity;
using Holdfast.Storage.Notices;

namespace Holdfast.Storage.Journal;

/// <summary>Counts what people said to calls, and keeps what they loosened; the same on both engines.</summary>
internal sealed class AutonomyTable(Database database)
{
    /// <summary>Marks the calls of a run that somebody found fault with.</summary>
    public const string Correct = "UPDATE approvals SET corrected_at = $1 WHERE run = $2 AND record IS NOT NULL AND (corrected_at IS NULL OR corrected_at < $1)";

    private const decimal Millionths = 1_000_000;

    /// <summary>The faults of an allowance's record; in the words of the partial index.</summary>
    private const string Faults = "FROM approvals p WHERE p.record = l.record AND (p.status = 2 OR p.edited_at IS NOT NULL OR p.corrected_at IS NOT NULL)";

    /// <summary>By number, so that a decision that was made before the grant and committed after it counts; by time as well, so that nothing depends on how many are kept.</summary>
    private const string Stands = $"""
        l.withdrawn_at IS NULL AND (SELECT count(*) {Faults}) <= l.faults
            AND NOT EXISTS (SELECT 1 {Faults} AND (p.edited_at >= l.granted_at OR p.corrected_at >= l.granted_at OR (p.status = 2 AND p.decided_at >= l.granted_at)))
        """;

    private const string Columns = $"""
        SELECT l.id, l.record, l.low, l.high, l.ask_one_in, l.granted_by, l.granted_at, l.approvals, l.faults, CASE WHEN {Stands} THEN 1 ELSE 0 END,
            l.withdrawn_at, l.withdrawn_by, l.reason
        FROM allowances l
        """;

    private const string Clean = """
        e.status = 1 AND e.edited_at IS NULL AND e.corrected_at IS NULL AND e.decided_at > e.last_rejected AND e.decided_at > e.last_edited
            AND e.decided_at > e.last_corrected AND e.decided_at > e.last_withdrawn
        """;

    private const string Counts = $$"""
        SELECT e.record, t.name, a.name, e.tool, e.rule, e.span,
            sum(CASE WHEN e.status = 1 AND e.edited_at IS NULL THEN 1 ELSE 0 END), sum(CASE WHEN e.edited_at IS NULL THEN 0 ELSE 1 END),
            sum(CASE WHEN e.status = 2 THEN 1 ELSE 0 END), sum(CASE WHEN e.corrected_at IS NULL THEN 0 ELSE 1 END), sum(CASE WHEN e.status = 5 THEN 1 ELSE 0 END),
            sum(CASE WHEN e.status = 2 OR e.edited_at IS NOT NULL OR e.corrected_at IS NOT NULL THEN 1 ELSE 0 END),
            sum(CASE WHEN {{Clean}} THEN 1 ELSE 0 END), min(CASE WHEN {{Clean}} THEN e.amount END), max(CASE WHEN {{Clean}} THEN e.amount END)
        FROM (
            SELECT p.record, p.tenant, p.agent, p.tool, p.rule, p.span, p.status, p.amount, p.requested_at, p.decided_at, p.edited_at, p.corrected_at,
                max(CASE WHEN p.status = 2 THEN p.decided_at ELSE 0 END) OVER w AS last_rejected, max(coalesce(p.edited_at, 0)) OVER w AS last_edited,
                max(coalesce(p.corrected_at, 0)) OVER w AS last_corrected,
                coalesce((SELECT max(l.withdrawn_at) FROM allowances l WHERE l.record = p.record), 0) AS last_withdrawn
            FROM approvals p {0} WINDOW w AS (PARTITION BY p.record)) e
        JOIN names t ON t.id = e.tenant JOIN names a ON a.id = e.agent
        GROUP BY e.record, t.name, a.name, e.tool, e.rule, e.span ORDER BY max(e.requested_at) DESC, e.record
        """;

    private const string Widening = """
        UPDATE allowances SET low = $2, high = $3, granted_at = $4, ask_one_in = $5, approvals = $6, faults = $7, granted_by = $8, subject = $9
        WHERE record = $1 AND withdrawn_at IS NULL
        """;

    private const string Insertion = """
        INSERT INTO allowances (record, low, high, granted_at, ask_one_in, approvals, faults, granted_by, subject, id, tenant)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string Withdrawal = """
        UPDATE allowances SET withdrawn_at = $2, withdrawn_by = $3, reason = $4 WHERE id = $1 AND withdrawn_at IS NULL
        """;

    public async Task<IReadOnlyList<AutonomyRow>> ListAsync(AutonomyQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add("p.record IS NOT NULL");
        where.Add(query.Tenant, "p.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Agent, "p.agent = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Record, "p.record = {0}");
        where.Add(query.Allowance, "p.record = (SELECT record FROM allowances WHERE id = {0})");
        var sql = Counts.Replace("{0}", where.ToString(), StringComparison.Ordinal);
        var rows = await database.QueryAsync($"{sql} LIMIT {where.Argument(query.Limit)}", where.Arguments, ReadCounts, cancellationToken);
        for (var i = 0; i < rows.Count; i++)
        {
            var newest = await database.QueryAsync($"{Columns} WHERE l.record = $1 ORDER BY l.granted_at DESC, l.id DESC LIMIT 1", [rows[i].Id], ReadAllowance, cancellationToken);
            rows[i] = newest.Count == 0 ? rows[i] : rows[i] with { Allowance = newest[0] };
        }

        return rows;
    }

    public async Task<AllowanceRow?> FindAsync(Guid record, CancellationToken cancellationToken) =>
        (await database.QueryAsync($"{Columns} WHERE l.record = $1 AND {Stands}", [record], ReadAllowance, cancellationToken)).SingleOrDefault();

    public Task LoosenAsync(string tenant, AllowanceRow allowance, string subject, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            List<object?> values =
            [
                allowance.Record, Stored(allowance.Low), Stored(allowance.High), HashChain.ToMicroseconds(allowance.At), allowance.AskOneIn, allowance.Approvals,
                allowance.Faults, allowance.By, subject,
            ];
            if (await write.ExecuteAsync(Widening, values) == 0)
            {
                await write.ExecuteAsync(Insertion, [.. values, allowance.Id, tenant]);
            }

            await AuditLog.AppendAsync(write, new AuditAct(allowance.At, tenant, allowance.By, "autonomy.loosened", allowance.Record.ToString("N"), subject));
            return true;
        },
        cancellationToken);

    public Task<bool> WithdrawAsync(
        Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            var condition = onlyAfterFault ? $"l.withdrawn_at IS NULL AND NOT ({Stands})" : "l.withdrawn_at IS NULL";
            var found = await write.QueryAsync(
                $"SELECT l.id, l.tenant, l.subject FROM allowances l WHERE l.record = $1 AND {condition}",
                [record],
                static (reader, dialect) => (Id: dialect.ReadGuid(reader, 0), Tenant: reader.GetString(1), Subject: reader.GetString(2)));

            // Of several who find the fault at once, one says so.
            if (found.Count == 0 || await write.ExecuteAsync(Withdrawal, [found[0].Id, HashChain.ToMicroseconds(at), by, reason]) == 0)
            {
                return false;
            }

            await AuditLog.AppendAsync(write, new AuditAct(at, found[0].Tenant, by, "autonomy.withdrawn", record.ToString("N"), $"{found[0].Subject}. {reason}"));
            foreach (var channel in channels)
            {
                await write.ExecuteAsync(NoticeTable.Insert, [channel, Notice.AutonomyWithdrawn, found[0].Id, HashChain.ToMicroseconds(at)]);
            }

            return true;
        },
        cancellationToken);

    /// <summary>A number as it is stored: millionths.</summary>
    public static long? Stored(decimal? amount) => amount is { } number ? (long)(number * Millionths) : null;

    public static decimal? AmountAt(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column) / Millionths;

    private static AutonomyRow ReadCounts(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Tenant = reader.GetString(1),
        Agent = reader.GetString(2),
        Tool = reader.GetString(3),
        Rule = reader.GetString(4),
        Range = reader.GetString(5),
        Approved = (int)reader.GetInt64(6),
        Edited = (int)reader.GetInt64(7),
        Rejected = (int)reader.GetInt64(8),
        Corrected = (int)reader.GetInt64(9),
        Unasked = (int)reader.GetInt64(10),
        Faults = (int)reader.GetInt64(11),
        InARow = (int)reader.GetInt64(12),
        Low = AmountAt(reader, 13),
        High = AmountAt(reader, 14),
    };

    private static AllowanceRow ReadAllowance(DbDataReader reader, Dialect dialect) => new(
        dialect.ReadGuid(reader, 0),
        dialect.ReadGuid(reader, 1),
        AmountAt(reader, 2),
        AmountAt(reader, 3),
        reader.GetInt32(4),
        reader.GetString(5),
        HashChain.FromMicroseconds(reader.GetInt64(6)),
        reader.GetInt32(7),
        reader.GetInt32(8))
    {
        Stands = reader.GetInt32(9) == 1,
        WithdrawnAt = reader.TimeOrNull(10),
        WithdrawnBy = reader.TextOrNull(11),
        Reason = reader.TextOrNull(12),
    };
}
