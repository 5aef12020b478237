using Holdfast.Journal;
using Holdfast.Storage.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>The statement that writes a ticket.</summary>
internal static class TicketCommand
{
    public static NpgsqlBatchCommand Of(long session, TicketRow row, Names names)
    {
        var command = new NpgsqlBatchCommand(TicketReads.Upsert);
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<Guid> { TypedValue = row.Id },
            new NpgsqlParameter<long> { TypedValue = session },
            new NpgsqlParameter<Guid> { TypedValue = row.Run },
            Time(row.OpenedAt),
            Time(row.DueAt),
            Time(row.ClaimedAt),
            Time(row.ClosedAt),
            new NpgsqlParameter<int> { TypedValue = names[row.Tenant] },
            new NpgsqlParameter<int> { TypedValue = names[row.Agent] },
            new NpgsqlParameter<short> { TypedValue = (short)row.Status },
            new NpgsqlParameter<short> { TypedValue = (short)row.Reason },
            new NpgsqlParameter<short> { TypedValue = (short)row.Priority },
            new NpgsqlParameter<int> { TypedValue = row.Acts },
            Text(row.User),
            Text(row.Summary),
            Text(row.Owner),
            Text(row.ClosedBy),
            Text(row.Note),
        ];
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Time(DateTimeOffset? at) =>
        new() { Value = at is { } time ? HashChain.ToMicroseconds(time) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)PostgreSqlDialect.CleanOrNull(value) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
