using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.People;

namespace Holdfast.Agents.Shared;

/// <summary>Gives out and erases the rows of a person, whatever the table.</summary>
internal static class PersonalRows
{
    /// <summary>The user of what stays without its person: no user can have a name with this character.</summary>
    public const string Nobody = "\u001ferased";

    private const int RunsAtOnce = 200;

    /// <summary>Reads rows as records of a kind, by queries that know the person as <c>@tenant</c> and <c>@user</c>.</summary>
    public static async IAsyncEnumerable<PersonalRecord> ReadAsync(
        AgentTables tables, Person person, IReadOnlyList<(string Kind, string Query)> queries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (kind, query) in queries)
        {
            foreach (var row in await tables.ReadAsync(connection => connection.QueryAsync(query, RecordOf, cancellationToken, ("@tenant", person.Tenant), ("@user", person.User)), cancellationToken))
            {
                yield return new PersonalRecord(kind, row);
            }
        }
    }

    /// <summary>Erases in one transaction, by statements that know the person as <c>@tenant</c> and <c>@user</c> and what stands for nobody as <c>@nobody</c>; and what was kept under the keys of the person's calls.</summary>
    /// <returns>How many rows were erased or changed.</returns>
    public static Task<int> EraseAsync(AgentTables tables, Person person, IReadOnlyList<string> statements, CancellationToken cancellationToken) => tables.WriteAsync(
        async connection =>
        {
            if (!connection.IsPostgreSql)
            {
                // What is freed is overwritten, so that nothing is left in the file.
                await connection.ExecuteAsync("PRAGMA secure_delete = ON", cancellationToken);
            }

            var rows = 0;
            foreach (var statement in statements)
            {
                (string, object?)[] named = [("@tenant", person.Tenant), ("@user", person.User), ("@nobody", Nobody)];
                rows += await connection.ExecuteAsync(statement, cancellationToken, [.. named.Where(value => statement.Contains(value.Item1, StringComparison.Ordinal))]);
            }

            foreach (var runs in person.Runs.Chunk(RunsAtOnce))
            {
                var keys = runs.Select((run, index) => (Name: $"@r{index}", Value: (object?)run.ToString("N"))).ToArray();
                rows += await connection.ExecuteAsync(
                    $"DELETE FROM {connection.Prefix}idempotency WHERE substr(call_key, 1, 32) IN ({string.Join(", ", keys.Select(static key => key.Name))})", cancellationToken, keys);
            }

            return rows;
        },
        cancellationToken);

    private static JsonElement RecordOf(DbDataReader row)
    {
        var record = new JsonObject();
        for (var column = 0; column < row.FieldCount; column++)
        {
            if (!row.IsDBNull(column))
            {
                record[row.GetName(column)] = row.GetValue(column) switch
                {
                    long number => number,
                    int number => number,
                    var other => other.ToString(),
                };
            }
        }

        return JsonElement.Parse(record.ToJsonString());
    }
}
