namespace Holdfast.Storage.Sqlite;

/// <summary>Work with a result.</summary>
internal sealed class SqliteWorkOf<T>(Func<SqliteWriteConnection, T> work, CancellationToken cancellationToken) : SqliteWork(cancellationToken)
{
    // The writer thread must not run the continuations of its callers.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => completion.Task;

    public override void Do(SqliteWriteConnection connection) => result = work(connection);

    public override void Complete() => completion.TrySetResult(result!);

    public override void Cancel() => completion.TrySetCanceled(CancellationToken);

    public override void Fail(Exception exception) => completion.TrySetException(exception);
}
