using Holdfast.Journal;

namespace Holdfast.Storage.Runs;

/// <summary>The conditions of a search that both engines express alike: all but words and tools.</summary>
internal static class RunConditions
{
    public static Conditions Of(RunQuery query)
    {
        var where = new Conditions();
        where.Add(query.Tenant, "r.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.User, "r.user_id = {0}");
        where.Add(query.Session, "r.session = (SELECT no FROM sessions WHERE id = {0})");
        if (query.Parent is { } parent)
        {
            where.Add($"r.parent = {where.Argument(parent)} AND r.parent IS NOT NULL");
        }

        where.Add(query.Agent, "r.agent = (SELECT id FROM names WHERE name = {0})");
        if (query.Reason is { } reason)
        {
            // The number is written out so that the planner sees that the partial index applies.
            where.Add(reason > TerminationReason.NeedsInput ? $"r.reason = {(int)reason} AND r.reason > 1" : $"r.reason = {(int)reason}");
        }

        if (query.Status is { } status)
        {
            where.Add(status != RunStatus.Finished ? $"r.status = {(int)status} AND r.status <> 3" : "r.status = 3");
        }

        where.Add(query.MinimumCostNanos, "r.cost_nanos >= {0}");
        where.Add(query.ConfidenceBelow is { } score ? (int)Math.Ceiling(Math.Clamp(score, 0, 1) * RunReads.Precision) : null, "r.confidence < {0}");
        where.Add(query.From, "r.accepted_at >= {0}");
        if (query is { Before: { } before, BeforeId: { } id })
        {
            var at = where.Argument(before);
            where.Add($"r.accepted_at <= {at} AND (r.accepted_at < {at} OR r.id < {where.Argument(id)})");
        }
        else
        {
            where.Add(query.Before, "r.accepted_at < {0}");
        }

        return where;
    }
}
