using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Journal;

namespace Holdfast.Storage.Identity;

/// <summary>What administrators did: lines are added and never changed, and a hash chain shows whether that held.</summary>
/// <remarks>Safe for concurrent use, from several processes. The database itself refuses to change or delete lines.</remarks>
public sealed class AuditLog
{
    private const int Page = 1_000;
    private const string Head = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
    private const string Insertion = "INSERT INTO audit (seq, at, tenant, actor, act, subject, details, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    private const string Columns = "SELECT seq, at, tenant, actor, act, subject, details, hash FROM audit ";

    private readonly Database database;

    internal AuditLog(Database database)
    {
        this.database = database;
    }

    /// <summary>Adds a line.</summary>
    /// <param name="act">What was done.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public Task AppendAsync(AuditAct act, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(act);
        return database.WriteAsync(
            async write =>
            {
                await AppendAsync(write, act);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Reads a page of lines, newest first.</summary>
    /// <param name="tenant">The tenant, or null for all.</param>
    /// <param name="before">Only lines with a smaller sequence number, or null.</param>
    /// <param name="limit">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(string? tenant, long? before, int limit, CancellationToken cancellationToken = default)
    {
        var where = new Conditions();
        where.Add(tenant, "tenant = {0}");
        where.Add(before, "seq < {0}");
        return await database.QueryAsync($"{Columns}{where} ORDER BY seq DESC LIMIT {Math.Clamp(limit, 1, 1000)}", where.Arguments, Read, cancellationToken);
    }

    /// <summary>Verifies the chain of all lines.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>How many lines are as they were written, and the sequence number of the first that is not, or null.</returns>
    public async Task<(long Lines, long? Fault)> VerifyAsync(CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> previous = default;
        long verified = 0;
        while (true)
        {
            var page = await database.QueryAsync($"{Columns}WHERE seq > $1 ORDER BY seq LIMIT {Page}", [verified], Read, cancellationToken);
            foreach (var entry in page)
            {
                var act = new AuditAct(entry.At, entry.Tenant, entry.Actor, entry.Act, entry.Subject, entry.Details);
                if (entry.Sequence != verified + 1 || !entry.Hash.Span.SequenceEqual(Hash(previous.Span, entry.Sequence, act)))
                {
                    return (verified, verified + 1);
                }

                previous = entry.Hash;
                verified++;
            }

            if (page.Count == 0)
            {
                return (verified, null);
            }
        }
    }

    /// <summary>Adds a line together with what it tells of.</summary>
    internal static async Task AppendAsync(DatabaseWrite write, AuditAct act)
    {
        var head = (await write.QueryAsync(Head, [], static (reader, _) => (Sequence: reader.GetInt64(0), Hash: reader.GetFieldValue<byte[]>(1)))).SingleOrDefault();
        var sequence = head.Sequence + 1;
        await write.ExecuteAsync(
            Insertion,
            [sequence, HashChain.ToMicroseconds(act.At), act.Tenant, act.Actor, act.Act, act.Subject, act.Details, Hash(head.Hash, sequence, act)]);
    }

    private static AuditEntry Read(DbDataReader reader, Dialect dialect) => new(
        reader.GetInt64(0),
        HashChain.FromMicroseconds(reader.GetInt64(1)),
        reader.GetString(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.GetString(5),
        reader.GetString(6),
        reader.GetFieldValue<byte[]>(7));

    private static byte[] Hash(ReadOnlySpan<byte> previous, long sequence, AuditAct act)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, HashChain.ToMicroseconds(act.At));
        hash.AppendData(number);
        foreach (var text in (ReadOnlySpan<string>)[act.Tenant, act.Actor, act.Act, act.Subject, act.Details])
        {
            // With its length, so that no two lines have the same bytes.
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
