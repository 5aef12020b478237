using System.Collections.Concurrent;
using Holdfast.Journal;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>The numbers that stand for names. They never change, so they are kept once read.</summary>
internal sealed class Names(NpgsqlDataSource source)
{
    private const string Give = "INSERT INTO names (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT name, id FROM names WHERE name = ANY ($1)";
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);

    public int this[string name] => numbers[name];

    /// <summary>Sees to it that every name of a batch has its number.</summary>
    public async Task LearnAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        SortedSet<string>? unknown = null;
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var name in Of(batch[i]))
            {
                if (!numbers.ContainsKey(name))
                {
                    (unknown ??= new SortedSet<string>(StringComparer.Ordinal)).Add(name);
                }
            }
        }

        if (unknown is not null)
        {
            await LearnAsync([.. unknown], cancellationToken);
        }
    }

    private async Task LearnAsync(string[] unknown, CancellationToken cancellationToken)
    {
        // Outside the batch's transaction: a name is harmless when the batch fails, and nobody waits for another's batch.
        var clean = unknown.ToDictionary(static name => name, PostgreSqlDialect.Clean, StringComparer.Ordinal);
        await using (var give = source.CreateCommand(Give))
        {
            give.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. clean.Values.Distinct(StringComparer.Ordinal)] });
            await give.ExecuteNonQueryAsync(cancellationToken);
        }

        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var find = source.CreateCommand(Find);
        find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. clean.Values] });
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found[reader.GetString(0)] = reader.GetInt32(1);
        }

        foreach (var (name, cleaned) in clean)
        {
            numbers[name] = found[cleaned];
        }
    }

    private static IEnumerable<string> Of(Commit commit)
    {
        for (var i = 0; i < commit.Events.Count; i++)
        {
            yield return commit.Events[i].Kind;
        }

        if (commit.Idempotency is not null)
        {
            yield return commit.Idempotency.Tenant;
        }

        if (commit.Open is { } open)
        {
            yield return open.Tenant;
            yield return open.Agent;
            yield return open.Version;
        }

        if (commit.Run is { } run)
        {
            yield return run.Tenant;
            yield return run.Agent;
            yield return run.Version;
        }

        if (commit.Approval is { } approval)
        {
            yield return approval.Tenant;
            yield return approval.Agent;
        }

        if (commit.Ticket is { } ticket)
        {
            yield return ticket.Tenant;
            yield return ticket.Agent;
        }

        foreach (var usage in commit.Finish?.Usage ?? [])
        {
            yield return usage.Model;
            yield return usage.Tier;
            yield return usage.Purpose;
        }
    }
}
