using FsCheck;
using FsCheck.Fluent;
using Holdfast.Journal;
using Holdfast.Testing;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Any sequence of operations has the same outcomes and leaves the same rows as in the in-memory store, which is the model.</summary>
public abstract class ModelContract : StoreContract
{
    private const int SessionCount = 4;
    private static readonly string[] Workers = ["w1", "w2"];

    [Fact]
    public void Random_operations_do_what_the_model_does()
    {
        // A step is a few numbers, read as an operation, so that FsCheck can shrink a failing sequence.
        var step = Gen.Choose(0, 9_999_999);
        var batches = Gen.NonEmptyListOf(Gen.NonEmptyListOf(step));
#pragma warning disable VSTHRD002 // FsCheck's properties are synchronous; nothing here needs the blocked thread.
        Prop.ForAll(
            batches.ToArbitrary(),
            plan => PlayAsync(plan.Select(static batch => batch.ToArray()).ToArray()).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Tests).WithReplay(20260301, 17).WithEndSize(25));
#pragma warning restore VSTHRD002
    }

    /// <summary>How many sequences are tried.</summary>
    protected virtual int Tests => 60;

    private async Task PlayAsync(int[][] plan)
    {
        var model = new InMemoryStore();
        var world = new World(Enumerable.Range(0, SessionCount).Select(_ => NewId()).ToArray());
        foreach (var batch in plan)
        {
            if (batch[0] % 6 == 0)
            {
                await OwnAsync(model, world, batch[0] / 6);
                continue;
            }

            var ours = await BuildAsync(model, world, batch);
            var theirs = ours.Select(Copy).ToList();
            await Journal.CommitAsync(ours);
            await model.CommitAsync(theirs);
            ours.Select(static commit => commit.Outcome).ShouldBe(theirs.Select(static commit => commit.Outcome));
            ours.Select(static commit => commit.Existing).ShouldBe(theirs.Select(static commit => commit.Existing));
        }

        foreach (var session in world.Sessions)
        {
            await CompareAsync(model, session);
        }

        // The next sequence must not claim what this one left behind.
        foreach (var session in world.Sessions)
        {
            await CloseAsync(session);
        }
    }

    private async Task OwnAsync(InMemoryStore model, World world, int choice)
    {
        var worker = Workers[choice % 2];
        switch (choice / 2 % 3)
        {
            case 0:
                await Journal.HeartbeatAsync(worker, Start.AddSeconds(world.Tick));
                await model.HeartbeatAsync(worker, Start.AddSeconds(world.Tick));
                break;
            case 1:
                await Journal.RetireAsync(worker);
                await model.RetireAsync(worker);
                break;
            default:
                var now = Start.AddSeconds(world.Tick);
                var (ours, theirs) = (await Journal.ClaimAsync(worker, 2, now, now: now), await model.ClaimAsync(worker, 2, now, now: now));
                ours.Select(Plain).ShouldBe(theirs.Select(Plain));
                break;
        }

        world.Tick++;
    }

    private async Task<List<Commit>> BuildAsync(InMemoryStore model, World world, int[] steps)
    {
        var commits = new List<Commit>();
        foreach (var step in steps)
        {
            var id = world.Sessions[step % SessionCount];
            var known = await model.FindSessionAsync(id);
            var choice = step / SessionCount;
            var epoch = (known?.Epoch ?? 0) + (choice % 7 == 0 ? -1 : 0);
            var events = Events(id, (known?.HeadSequence ?? 0) + 1 + (choice % 11 == 0 ? 1 : 0), choice % 3);
            var at = Start.AddSeconds(world.Tick++);
            var run = Run(world.RunOf(id, choice % 2), Session(id), ordinal: choice % 3, status: choice % 3 == 0 ? RunStatus.Queued : RunStatus.Running);
            var request = choice % 5 == 0 ? new IdempotencyEntry("default", $"{id}/{choice % 10}", "f", id, at) : null;
            var inbox = await model.ReadInboxAsync(id);
            commits.Add((choice / 11 % 8) switch
            {
                0 => new Commit { Session = id, Idempotency = request, Open = Session(id, at: at) with { Epoch = epoch }, Epoch = epoch, Events = events },
                1 => new Commit { Session = id, Idempotency = request, Accept = Message(id, at), Run = run with { Status = RunStatus.Queued, Ordinal = 0 } },
                2 => new Commit { Session = id, Take = Workers[choice % 2], Epoch = epoch + 1, Events = events, Run = run },
                3 => new Commit { Session = id, Epoch = epoch, Events = events, Finish = Finish(run.Id, $"text {choice % 4}", tools: ["tool"]), FoldFrom = choice % 9 },
                4 => new Commit { Session = id, Epoch = epoch, Events = events, TakenFromInbox = [.. inbox.Take(choice % 2).Select(static item => item.Position)], Release = true, ExpiresAt = at },
                5 => new Commit { Session = id, Epoch = epoch, Events = events, Release = true, Close = choice % 13 == 0, Run = run },
                6 => new Commit
                {
                    Session = id,
                    Epoch = epoch,
                    Events = events,
                    StatusChange = new(run.Id, RunStatus.Waiting),
                    Release = true,
                    WaitUntil = at.AddSeconds(choice % 6),
                    InboxSeen = choice % 2 == 0 || inbox.Count == 0 ? 0 : inbox[^1].Position,
                    Approval = Approval(world.RunOf(id, 0), Session(id), run.Id, (ApprovalStatus)(choice % 3)),
                },
                _ => new Commit { Session = id, Epoch = epoch, Events = events, Feedback = new FeedbackRow(run.Id, at, "ann", 1, null, "", "better") },
            });
        }

        return await PositionsOfStoreAsync(model, commits);
    }

    // Positions are the store's own: what the model calls its first item is our first item.
    private async Task<List<Commit>> PositionsOfStoreAsync(InMemoryStore model, List<Commit> commits)
    {
        positions.Clear();
        foreach (var commit in commits.Where(static commit => commit.TakenFromInbox.Count > 0))
        {
            var theirs = await model.ReadInboxAsync(commit.Session);
            var mine = await Journal.ReadInboxAsync(commit.Session);
            for (var i = 0; i < theirs.Count; i++)
            {
                positions[theirs[i].Position] = mine[i].Position;
            }
        }

        return [.. commits.Select(commit => Copy(commit, [.. commit.TakenFromInbox.Select(position => positions[position])]))];
    }

    private readonly Dictionary<long, long> positions = [];

    private Commit Copy(Commit commit) =>
        Copy(commit, [.. commit.TakenFromInbox.Select(position => positions.First(pair => pair.Value == position).Key)]);

    private static Commit Copy(Commit commit, IReadOnlyList<long> taken) => new()
    {
        Session = commit.Session,
        Idempotency = commit.Idempotency,
        Open = commit.Open,
        Take = commit.Take,
        Epoch = commit.Epoch,
        Events = commit.Events,
        TakenFromInbox = taken,
        Run = commit.Run,
        Finish = commit.Finish,
        Feedback = commit.Feedback,
        FoldFrom = commit.FoldFrom,
        ExpiresAt = commit.ExpiresAt,
        Accept = commit.Accept,
        Release = commit.Release,
        Close = commit.Close,
    };

    private async Task CompareAsync(InMemoryStore model, Guid session)
    {
        var (ours, theirs) = (await Journal.FindSessionAsync(session), await model.FindSessionAsync(session));
        (ours is null).ShouldBe(theirs is null);
        if (ours is null)
        {
            return;
        }

        Plain(ours).ShouldBe(Plain(theirs!));
        (await Journal.ReadInboxAsync(session)).Select(static item => item.Id).ShouldBe((await model.ReadInboxAsync(session)).Select(static item => item.Id));
        (await Journal.ReadEventsAsync(session, 1, long.MaxValue)).Count.ShouldBe((await model.ReadEventsAsync(session, 1, long.MaxValue)).Count);
        var query = new RunQuery { Session = session };
        (await Runs.SearchRunsAsync(query)).ShouldBe(await model.SearchRunsAsync(query));
        (await Runs.SearchRunsAsync(query with { Text = "text 2" })).ShouldBe(await model.SearchRunsAsync(query with { Text = "text 2" }));
        foreach (var run in await model.SearchRunsAsync(query))
        {
            (await Runs.ReadFeedbackAsync(run.Id)).ShouldBe(await model.ReadFeedbackAsync(run.Id));
        }
    }

    private async Task CloseAsync(Guid session)
    {
        while (await Journal.FindSessionAsync(session) is { Status: not SessionStatus.Closed } row)
        {
            if (row.Status != SessionStatus.Running)
            {
                await CommitAsync(new Commit { Session = session, Accept = Message(session) });
                await Journal.ClaimAsync("sweeper", 100, Start.AddDays(-1));
                continue;
            }

            await CommitAsync(new Commit { Session = session, Epoch = row.Epoch, Release = true, Close = true });
        }

        await Journal.RetireAsync("w1");
        await Journal.RetireAsync("w2");
    }

    private static SessionRow Plain(SessionRow row) => row with { HeadHash = default };

    private sealed class World(Guid[] sessions)
    {
        private readonly Dictionary<(Guid Session, int Which), Guid> runs = [];

        public Guid[] Sessions => sessions;

        public int Tick { get; set; }

        public Guid RunOf(Guid session, int which)
        {
            if (!runs.TryGetValue((session, which), out var run))
            {
                var bytes = session.ToByteArray();
                bytes[15] ^= (byte)(which + 1);
                runs.Add((session, which), run = new Guid(bytes));
            }

            return run;
        }
    }
}
