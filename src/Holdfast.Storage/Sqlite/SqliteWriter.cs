using System.Collections.Concurrent;

namespace Holdfast.Storage.Sqlite;

/// <summary>The one thread that writes. What waits when a transaction begins shares it, and so one wait for the disk.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostPerTransaction = 256;
    private readonly BlockingCollection<SqliteWork> queue = [];
    private readonly List<SqliteWork> shared = [];
    private readonly SqliteWriteConnection connection;
    private readonly Thread thread;

    public SqliteWriter(SqliteWriteConnection connection)
    {
        this.connection = connection;
        thread = new Thread(Run) { IsBackground = true, Name = "holdfast-sqlite-writer" };
        thread.Start();
    }

    public Task<T> DoAsync<T>(Func<SqliteWriteConnection, T> work, CancellationToken cancellationToken)
    {
        var item = new SqliteWorkOf<T>(work, cancellationToken);
        try
        {
            queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The SQLite store is closed.", e);
        }

        return item.Task;
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
        connection.Dispose();
    }

    private void Run()
    {
        foreach (var first in queue.GetConsumingEnumerable())
        {
            shared.Clear();
            var item = first;
            do
            {
                if (item.IsCancelled)
                {
                    item.Cancel();
                }
                else
                {
                    shared.Add(item);
                }
            }
            while (shared.Count < MostPerTransaction && queue.TryTake(out item!));

            // Together first; where that fails, one by one, so that nobody fails for another's sake.
            if (shared.Count > 0 && !TryTransaction(shared, out var failure))
            {
                if (shared.Count == 1)
                {
                    shared[0].Fail(failure!);
                    continue;
                }

                foreach (var one in shared)
                {
                    if (!TryTransaction([one], out failure))
                    {
                        one.Fail(failure!);
                    }
                }
            }
        }
    }

    private bool TryTransaction(List<SqliteWork> items, out Exception? failure)
    {
        try
        {
            connection.Begin();
            foreach (var item in items)
            {
                item.Do(connection);
            }

            connection.Commit();
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to those who wait for it; the thread must live on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = Undo(e);
            return false;
        }

        failure = null;
        foreach (var item in items)
        {
            item.Complete();
        }

        return true;
    }

    private Exception Undo(Exception cause)
    {
        try
        {
            connection.Rollback();
            return cause;
        }
        catch (HoldfastException e)
        {
            return new HoldfastException(e.Code, e.Message, new AggregateException(cause, e));
        }
    }
}
