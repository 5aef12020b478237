using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>What a batch takes for granted when it is written without reading first, for the server to check under the rows' locks.</summary>
/// <remarks>
/// A wrong assumption is a division by zero, which undoes the whole batch: it is then written the longer way. The heads need no check of their own: whoever
/// appended meanwhile left an event with the sequence number that this batch wants to insert.
/// </remarks>
internal sealed class Guard
{
    // Locked in the order of ids, so that two batches never wait for each other.
    private readonly Rows sessions = new("""
        SELECT 1 / (count(*) = cardinality($1))::int FROM (
            SELECT 1 FROM sessions s
            JOIN unnest($1::bigint[], $2::int[], $3::smallint[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[])
                AS u (no, epoch, status, runs, ready_at, fold_from, expires_at)
            ON s.no = u.no AND s.epoch = u.epoch AND s.status = u.status AND s.runs = u.runs AND s.ready_at = u.ready_at
                AND s.fold_from = u.fold_from AND s.expires_at = u.expires_at
            ORDER BY s.id FOR NO KEY UPDATE OF s) found
        """);

    // A statement of its own, for it has to see what was committed before the locks were had.
    private readonly Rows others = new("""
        SELECT 1 / (NOT EXISTS (SELECT 1 FROM inbox WHERE session = ANY ($1)) AND NOT EXISTS (SELECT 1 FROM runs WHERE id = ANY ($2))
            AND (SELECT count(*) FROM runs WHERE no = ANY ($3) AND status <> 3) = cardinality($3))::int
        """);

    private readonly List<long> numbers;
    private readonly List<int> epochs;
    private readonly List<short> statuses;
    private readonly List<int> runs;
    private readonly List<long> readyTimes;
    private readonly List<long> folds;
    private readonly List<long> expiries;
    private readonly List<long> emptyInboxes;
    private readonly List<Guid> newRuns;
    private readonly List<long> openRuns;

    private Guard()
    {
        numbers = sessions.Column<long>(NpgsqlDbType.Bigint);
        epochs = sessions.Column<int>(NpgsqlDbType.Integer);
        statuses = sessions.Column<short>(NpgsqlDbType.Smallint);
        runs = sessions.Column<int>(NpgsqlDbType.Integer);
        readyTimes = sessions.Column<long>(NpgsqlDbType.Bigint);
        folds = sessions.Column<long>(NpgsqlDbType.Bigint);
        expiries = sessions.Column<long>(NpgsqlDbType.Bigint);
        emptyInboxes = others.Column<long>(NpgsqlDbType.Bigint);
        newRuns = others.Column<Guid>(NpgsqlDbType.Uuid);
        openRuns = others.Column<long>(NpgsqlDbType.Bigint);
    }

    /// <summary>Collects what is known of a batch's sessions and runs; null when that is not enough to write it without reading.</summary>
    public static Guard? TryMake(IReadOnlyList<Commit> batch, KnownSessions known, Snapshot snapshot)
    {
        var guard = new Guard();
        var opened = new HashSet<Guid>();
        for (var i = 0; i < batch.Count; i++)
        {
            var commit = batch[i];
            if (commit.TakenFromInbox.Count > 0 || commit.Deliver is not null || !guard.TryAddSession(commit, known, snapshot, opened) || !guard.TryAddRuns(commit, snapshot))
            {
                return null;
            }
        }

        return guard;
    }

    public IEnumerable<NpgsqlBatchCommand> ToCommands()
    {
        if (numbers.Count > 0)
        {
            yield return sessions.ToCommand();
        }

        if (emptyInboxes.Count + newRuns.Count + openRuns.Count > 0)
        {
            yield return others.ToCommand();
        }
    }

    private bool TryAddSession(Commit commit, KnownSessions known, Snapshot snapshot, HashSet<Guid> opened)
    {
        if (opened.Contains(commit.Session))
        {
            return commit.Open is null;
        }

        if (!snapshot.Sessions.TryGetValue(commit.Session, out var state))
        {
            state = known.Find(commit.Session);
            if (commit.Open is not null)
            {
                opened.Add(commit.Session);
                return state is null;
            }

            if (state is null)
            {
                return false;
            }

            snapshot.Sessions.Add(state.Id, state);
            numbers.Add(state.Number);
            epochs.Add(state.Epoch);
            statuses.Add((short)state.Status);
            runs.Add(state.Runs);
            readyTimes.Add(state.ReadyAt);
            folds.Add(state.FoldFrom);
            expiries.Add(state.ExpiresAt);
        }

        if (commit.Release)
        {
            emptyInboxes.Add(state.Number);
        }

        return true;
    }

    private bool TryAddRuns(Commit commit, Snapshot snapshot)
    {
        if (snapshot.Sessions.TryGetValue(commit.Session, out var state) && state.OpenRun is { } open && !snapshot.Runs.ContainsKey(open.Id)
            && (open.Id == commit.Run?.Id || open.Id == commit.Finish?.Id))
        {
            snapshot.Runs.Add(open.Id, new RunState { Number = open.Number, Session = state.Id });
            openRuns.Add(open.Number);
        }

        if (commit.Run is { } run && !snapshot.Runs.ContainsKey(run.Id))
        {
            newRuns.Add(run.Id);
        }

        return commit.Finish is null || snapshot.Runs.ContainsKey(commit.Finish.Id) || newRuns.Contains(commit.Finish.Id);
    }
}
