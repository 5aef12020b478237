namespace Holdfast.Storage.Sqlite;

/// <summary>Something for the writer thread to do inside a transaction.</summary>
internal abstract class SqliteWork(CancellationToken cancellationToken)
{
    /// <summary>Whether whoever asked for it has given up before it was begun.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Does it. May be done again after a rollback.</summary>
    public abstract void Do(SqliteWriteConnection connection);

    /// <summary>It is durable.</summary>
    public abstract void Complete();

    /// <summary>It was given up.</summary>
    public abstract void Cancel();

    /// <summary>It was rolled back.</summary>
    public abstract void Fail(Exception exception);
}
