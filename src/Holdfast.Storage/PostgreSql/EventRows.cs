using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

internal sealed class EventRows
{
    private readonly Rows rows = new("""
        INSERT INTO events (session, at, seq, run, kind, payload, hash, erased)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::bytea[], $7::bytea[], $8::bytea[])
        """);

    private readonly List<long> sessions;
    private readonly List<long> times;
    private readonly List<int> sequences;
    private readonly List<int> runs;
    private readonly List<int> kinds;
    private readonly List<ReadOnlyMemory<byte>> payloads;
    private readonly List<ReadOnlyMemory<byte>> hashes;
    private readonly List<byte[]?> erased;

    public EventRows()
    {
        sessions = rows.Column<long>(NpgsqlDbType.Bigint);
        times = rows.Column<long>(NpgsqlDbType.Bigint);
        sequences = rows.Column<int>(NpgsqlDbType.Integer);
        runs = rows.Column<int>(NpgsqlDbType.Integer);
        kinds = rows.Column<int>(NpgsqlDbType.Integer);
        payloads = rows.Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
        hashes = rows.Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
        erased = rows.Column<byte[]?>(NpgsqlDbType.Bytea);
    }

    public void Add(long session, EventRecord record, int kind)
    {
        sessions.Add(session);
        times.Add(HashChain.ToMicroseconds(record.At));
        sequences.Add(checked((int)record.Sequence));
        runs.Add(record.Run);
        kinds.Add(kind);
        payloads.Add(record.Payload);
        hashes.Add(record.Hash);
        erased.Add(record.ErasedPayloadHash.IsEmpty ? null : record.ErasedPayloadHash.ToArray());
    }

    public NpgsqlBatchCommand? ToCommand() => sessions.Count == 0 ? null : rows.ToCommand();
}
