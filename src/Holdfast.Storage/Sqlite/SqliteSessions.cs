namespace Holdfast.Storage.Sqlite;

/// <summary>The sessions that this connection wrote last, as they are in the file, so that a commit need not read what the one before it wrote.</summary>
internal sealed class SqliteSessions
{
    private const int MostKept = 16384;
    private readonly Dictionary<Guid, SqliteSession> sessions = [];
    private long version;

    /// <summary>Begins a transaction; forgets everything where anybody else has written to the file since the last one.</summary>
    /// <param name="dataVersion">SQLite's <c>data_version</c>, which only the commits of other connections change.</param>
    public void Begin(long dataVersion)
    {
        if (dataVersion != version || sessions.Count >= MostKept)
        {
            sessions.Clear();
            version = dataVersion;
        }
    }

    public bool TryGet(Guid id, out SqliteSession session) => sessions.TryGetValue(id, out session);

    public void Put(Guid id, SqliteSession session) => sessions[id] = session;

    public void Remove(Guid id) => sessions.Remove(id);

    public void Clear() => sessions.Clear();
}
