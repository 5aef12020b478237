using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage.Journal;

/// <summary>Reads tickets, the same on both engines.</summary>
internal sealed class TicketReads(Database database)
{
    /// <summary>Writes a ticket as it stands; the columns in the order of the table.</summary>
    public const string Upsert = """
        INSERT INTO tickets (id, session, run, opened_at, due_at, claimed_at, closed_at, tenant, agent, status, reason, priority, acts, user_id, summary,
            owner, closed_by, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (id) DO UPDATE SET claimed_at = excluded.claimed_at, closed_at = excluded.closed_at, status = excluded.status, priority = excluded.priority,
            acts = excluded.acts, summary = excluded.summary, owner = excluded.owner, closed_by = excluded.closed_by, note = excluded.note
        """;

    private const string Columns = """
        SELECT k.id, s.id, k.run, k.opened_at, k.due_at, k.claimed_at, k.closed_at, t.name, a.name, k.status, k.reason, k.priority, k.acts, k.user_id,
            k.summary, k.owner, k.closed_by, k.note
        FROM tickets k JOIN sessions s ON s.no = k.session JOIN names t ON t.id = k.tenant JOIN names a ON a.id = k.agent

        """;

    public async Task<TicketRow?> FindAsync(Guid ticket, string? tenant, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync($"{Columns} WHERE k.id = $1", [ticket], Read, cancellationToken);
        return found.Count == 1 && (tenant is null || found[0].Tenant == tenant) ? found[0] : null;
    }

    public async Task<IReadOnlyList<TicketRow>> ListAsync(TicketQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(query.Tenant, "k.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Agent, "k.agent = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.Session, "k.session = (SELECT no FROM sessions WHERE id = {0})");
        where.Add(query.Owner, "k.owner = {0}");
        where.Add(query.DueBy, "k.due_at <= {0}");
        where.Add(query.Before, "k.opened_at < {0}");
        if (query.Status is { } status)
        {
            where.Add($"k.status = {(int)status}");
        }

        if (query.Unclosed)
        {
            // Written out so that the planner sees that the partial index applies.
            where.Add("k.status < 2");
        }

        return await database.QueryAsync(
            $"{Columns} {where} ORDER BY k.opened_at DESC, k.id DESC LIMIT {where.Argument(query.Limit)}", where.Arguments, Read, cancellationToken);
    }

    private static TicketRow Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Session = dialect.ReadGuid(reader, 1),
        Run = dialect.ReadGuid(reader, 2),
        OpenedAt = HashChain.FromMicroseconds(reader.GetInt64(3)),
        DueAt = HashChain.FromMicroseconds(reader.GetInt64(4)),
        ClaimedAt = reader.TimeOrNull(5),
        ClosedAt = reader.TimeOrNull(6),
        Tenant = reader.GetString(7),
        Agent = reader.GetString(8),
        Status = (TicketStatus)reader.GetInt32(9),
        Reason = (TicketReason)reader.GetInt32(10),
        Priority = (TicketPriority)reader.GetInt32(11),
        Acts = reader.GetInt32(12),
        User = reader.GetString(13),
        Summary = reader.GetString(14),
        Owner = reader.TextOrNull(15),
        ClosedBy = reader.TextOrNull(16),
        Note = reader.TextOrNull(17),
    };
}
