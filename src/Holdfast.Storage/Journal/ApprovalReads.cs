using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage.Journal;

/// <summary>Reads approvals, the same on both engines.</summary>
internal sealed class ApprovalReads(Database database)
{
    /// <summary>Writes an approval as it stands; the columns in the order of the table.</summary>
    public const string Upsert = """
        INSERT INTO approvals (id, session, run, requested_at, expires_at, decided_at, tenant, agent, status, required, decisions, user_id, tool, arguments,
            preview, rule, reason, digest, role, approved_by, decided_by, note,
            record, span, amount, edited_at, parent)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
        ON CONFLICT (id) DO UPDATE SET decided_at = excluded.decided_at, status = excluded.status, required = excluded.required, role = excluded.role, decisions = excluded.decisions,
            arguments = excluded.arguments, preview = excluded.preview, digest = excluded.digest, approved_by = excluded.approved_by,
            decided_by = excluded.decided_by, note = excluded.note, edited_at = excluded.edited_at
        """;

    private const string Columns = """
        SELECT p.id, s.id, p.run, p.requested_at, p.expires_at, p.decided_at, t.name, a.name, p.status, p.required, p.decisions, p.user_id, p.tool,
            p.arguments, p.preview, p.rule, p.reason, p.digest, p.role, p.approved_by, p.decided_by, p.note, p.record, p.span, p.amount, p.edited_at, p.parent
        FROM approvals p JOIN sessions s ON s.no = p.session JOIN names t ON t.id = p.tenant JOIN names a ON a.id = p.agent

        """;

    public async Task<ApprovalRow?> FindAsync(Guid approval, string? tenant, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync($"{Columns} WHERE p.id = $1", [approval], Read, cancellationToken);
        return found.Count == 1 && (tenant is null || found[0].Tenant == tenant) ? found[0] : null;
    }

    public async Task<IReadOnlyList<ApprovalRow>> ListAsync(ApprovalQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(query.Tenant, "p.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Agent, "p.agent = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Tool, "p.tool = {0}");
        where.Add(query.Run, "p.run = {0}");
        where.Add(query.Before, "p.requested_at < {0}");
        if (query.Status is { } status)
        {
            // Written out so that the planner sees that the partial index applies.
            where.Add($"p.status = {(int)status}");
        }

        return await database.QueryAsync(
            $"{Columns} {where} ORDER BY p.requested_at DESC, p.id DESC LIMIT {where.Argument(query.Limit)}", where.Arguments, Read, cancellationToken);
    }

    public static string Join(IReadOnlyList<string> people) => string.Join('\n', people);

    private static ApprovalRow Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Session = dialect.ReadGuid(reader, 1),
        Run = dialect.ReadGuid(reader, 2),
        RequestedAt = HashChain.FromMicroseconds(reader.GetInt64(3)),
        ExpiresAt = HashChain.FromMicroseconds(reader.GetInt64(4)),
        DecidedAt = reader.TimeOrNull(5),
        Tenant = reader.GetString(6),
        Agent = reader.GetString(7),
        Status = (ApprovalStatus)reader.GetInt32(8),
        Required = reader.GetInt32(9),
        Decisions = reader.GetInt32(10),
        User = reader.GetString(11),
        Tool = reader.GetString(12),
        Arguments = reader.GetString(13),
        Preview = reader.TextOrNull(14),
        Rule = reader.GetString(15),
        Reason = reader.GetString(16),
        Digest = reader.GetString(17),
        Role = reader.TextOrNull(18),
        ApprovedBy = reader.GetString(19) is { Length: > 0 } people ? people.Split('\n') : [],
        DecidedBy = reader.TextOrNull(20),
        Note = reader.TextOrNull(21),
        Record = reader.GuidOrNull(22, dialect),
        Range = reader.TextOrNull(23),
        Amount = AutonomyTable.AmountAt(reader, 24),
        EditedAt = reader.TimeOrNull(25),
        Parent = reader.GuidOrNull(26, dialect),
    };
}
