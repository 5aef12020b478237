using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>A session as its owner holds it: the state, and the events that are not durable yet.</summary>
/// <remarks>Used by one caller at a time.</remarks>
internal sealed class SessionJournal
{
    private readonly GroupCommit commits;
    private readonly RunHub hub;
    private readonly TimeProvider time;
    private List<EventRecord> pending = [];
    private readonly List<(Task Commit, RunState State)> posted = [];
    private Task last = Task.CompletedTask;
    private RunState? durable;
    private ReadOnlyMemory<byte> hash;
    private DateTimeOffset clock;

    public SessionJournal(Guid session, int epoch, RunState state, ReadOnlyMemory<byte> hash, GroupCommit commits, RunHub hub, TimeProvider time)
    {
        Session = session;
        Epoch = epoch;
        State = state;
        this.hash = hash;
        this.commits = commits;
        this.hub = hub;
        this.time = time;
        clock = state.Now;
    }

    public Guid Session { get; }

    public int Epoch { get; private set; }

    public RunState State { get; private set; }

    /// <summary>Prepares for another ownership of the same session by the same worker.</summary>
    public void Retake() => Epoch++;

    /// <summary>Records what happened: the state has it at once, the store with the next commit.</summary>
    public void Record(RunEvent happened)
    {
        var sequence = State.Sequence + 1;
        var at = Now();
        var run = happened is RunStarted started ? started.Ordinal : happened is SessionOpened or SessionClosed or FeedbackGiven or GrantRevoked or (TicketEvent and not (TicketOpened or TicketRepeated)) ? 0 : State.Ordinal;
        var kind = EventCodec.KindOf(happened);
        var payload = EventCodec.Encode(happened);
        hash = HashChain.NextOf(hash.Span, Session, sequence, run, kind, at, payload);
        pending.Add(new EventRecord(sequence, run, kind, at, payload, hash));
        State = RunReducer.Apply(State, happened, sequence, at);
    }

    /// <summary>Hands what was recorded to the next commit without waiting for it.</summary>
    public void Post()
    {
        if (pending.Count > 0)
        {
            last = WriteAsync(new Commit { Session = Session, Epoch = Epoch, Events = pending });
            Remember();
        }
    }

    /// <summary>Waits until all that was recorded is durable.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public Task FlushAsync()
    {
        Post();
        return last;
    }

    /// <summary>Writes what was recorded together with changes of projections, and waits for it.</summary>
    /// <param name="make">Makes the commit from the recorded events.</param>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public Task CommitAsync(Func<IReadOnlyList<EventRecord>, Commit> make)
    {
        last = WriteAsync(make(pending));
        Remember();
        return last;
    }

    /// <summary>The states that a successor may find if this worker died now; none while nothing of this ownership is known to be durable.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public async ValueTask<IReadOnlyList<RunState>> PossiblyLastAsync()
    {
        Forget();
        if (posted.Count > 0 && posted[0].Commit.IsCompleted)
        {
            // It failed, and so will whatever comes after it.
            await posted[0].Commit;
        }

        return durable is null ? [] : [durable, .. posted.Select(p => p.State)];
    }

    /// <summary>As <see cref="CommitAsync"/>, but a refusal is an answer: for commits that begin an ownership.</summary>
    public async Task<Commit> TryCommitAsync(Func<IReadOnlyList<EventRecord>, Commit> make)
    {
        var commit = make(pending);
        pending = [];
        await commits.CommitAsync(commit);
        if (commit.Outcome == CommitOutcome.Committed)
        {
            durable = State;
            posted.Clear();
            hub.Publish(Session, commit.Events);
        }

        return commit;
    }

    private void Remember()
    {
        Forget();
        posted.Add((last, State));
    }

    /// <summary>Forgets the states before the newest one that is known to be durable.</summary>
    private void Forget()
    {
        while (posted.Count > 0 && posted[0].Commit.IsCompletedSuccessfully)
        {
            durable = posted[0].State;
            posted.RemoveAt(0);
        }
    }

    private async Task WriteAsync(Commit commit)
    {
        var before = last;
        pending = [];
        await commits.CommitAsync(commit);
        if (commit.Outcome != CommitOutcome.Committed)
        {
            throw new OwnershipLostException(Session, commit.Outcome.ToString());
        }

        if (!before.IsCompletedSuccessfully)
        {
            // Sequence numbers would have failed this commit too; awaiting only keeps publication in order.
            await before;
        }

        hub.Publish(Session, commit.Events);
    }

    /// <summary>Whole microseconds, never backwards, so that what is stored is what was applied.</summary>
    private DateTimeOffset Now()
    {
        var now = HashChain.FromMicroseconds(HashChain.ToMicroseconds(time.GetUtcNow()));
        return clock = now > clock ? now : clock;
    }
}
