using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Hands out row numbers from blocks, so that a batch knows them before it writes. Safe for concurrent use.</summary>
internal sealed class Numbers(NpgsqlDataSource source, string sequence)
{
    /// <summary>As many as the sequence's increment.</summary>
    private const int Block = 256;

    private readonly Lock gate = new();
    private long next;
    private long end;

    /// <summary>Returns so many numbers.</summary>
    public async Task<Queue<long>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new Queue<long>(count);
        while (!TryFill(taken, count))
        {
            await using var command = source.CreateCommand($"SELECT nextval('{sequence}')");
            var start = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            lock (gate)
            {
                (next, end) = (start, start + Block);
            }
        }

        return taken;
    }

    private bool TryFill(Queue<long> taken, int count)
    {
        lock (gate)
        {
            while (taken.Count < count && next < end)
            {
                taken.Enqueue(next++);
            }

            return taken.Count == count;
        }
    }
}
