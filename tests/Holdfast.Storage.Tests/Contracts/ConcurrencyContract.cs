using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Many writers at once, in one process and in several.</summary>
public abstract class ConcurrencyContract : StoreContract
{
    [Fact]
    public async Task Many_writers_with_random_batches_leave_sessions_without_gaps()
    {
        var sessions = new List<SessionRow>();
        for (var i = 0; i < 24; i++)
        {
            sessions.Add(await OpenOwnedAsync());
        }

        var heads = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteAsync(new Random(writer), [.. sessions.Where((_, i) => i % 4 == writer)])));
        foreach (var (session, head) in heads.SelectMany(static one => one))
        {
            (await Journal.ReadEventsAsync(session, 1, long.MaxValue)).Select(static one => one.Sequence)
                .ShouldBe(Enumerable.Range(1, (int)head).Select(static i => (long)i));
        }
    }

    [Fact]
    public async Task Of_two_processes_that_append_the_same_event_one_wins()
    {
        var other = await OpenAnotherAsync();
        var session = await OpenOwnedAsync();
        for (var sequence = 2; sequence < 30; sequence++)
        {
            Commit[] commits = [Appending(session.Id, sequence), Appending(session.Id, sequence)];
            await Task.WhenAll(Journal.CommitAsync([commits[0]]), other.Journal.CommitAsync([commits[1]]));
            commits.Select(static commit => commit.Outcome).Order().ShouldBe([CommitOutcome.Committed, CommitOutcome.Stale]);
        }

        (await FindAsync(session.Id)).HeadSequence.ShouldBe(29);
    }

    [Fact]
    public async Task Of_two_processes_that_open_the_same_session_or_use_the_same_key_one_wins()
    {
        var other = await OpenAnotherAsync();
        for (var i = 0; i < 15; i++)
        {
            var (mine, theirs, bystander) = (Session(NewId()), Session(NewId()), Session(NewId()));
            Commit Opening(SessionRow row, string key) =>
                new() { Session = row.Id, Open = row, Idempotency = new IdempotencyEntry("default", key, "f", row.Id, Start) };
            Commit[] first = [Opening(mine, $"k{i}"), Opening(bystander, $"b{i}")];
            Commit[] second = [Opening(theirs, $"k{i}"), Opening(bystander, $"c{i}")];
            await Task.WhenAll(Journal.CommitAsync(first), other.Journal.CommitAsync(second));
            new[] { first[0].Outcome, second[0].Outcome }.Order().ShouldBe([CommitOutcome.Committed, CommitOutcome.Duplicate]);
            new[] { first[1].Outcome, second[1].Outcome }.Order().ShouldBe([CommitOutcome.Committed, CommitOutcome.Stale]);
        }
    }

    [Fact]
    public async Task Two_processes_claim_each_session_once_while_others_write()
    {
        var other = await OpenAnotherAsync();
        var sessions = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            var session = Session(NewId());
            await CommitAsync(new Commit { Session = session.Id, Open = session, Accept = Message(session.Id) });
            sessions.Add(session.Id);
        }

        await Journal.HeartbeatAsync("w1", Start);
        await Journal.HeartbeatAsync("w2", Start);
        var claims = await Task.WhenAll(DrainAsync(Journal, "w1"), DrainAsync(other.Journal, "w2"));
        claims.SelectMany(static one => one).ShouldBe(sessions, ignoreOrder: true);
    }

    [Fact]
    public async Task A_claim_and_an_append_of_the_old_owner_never_both_hold()
    {
        var other = await OpenAnotherAsync();
        for (var i = 0; i < 15; i++)
        {
            var session = await OpenOwnedAsync($"dead{i}");
            var append = Appending(session.Id, 2);
            var claiming = other.Journal.ClaimAsync("w2", 10, Start);
            await Task.WhenAll(claiming, Journal.CommitAsync([append]));
            var claimed = (await claiming).SingleOrDefault() ?? (await other.Journal.ClaimAsync("w2", 10, Start)).Single();

            // What the claimer was told is what there is: nothing was appended behind its back.
            claimed.HeadSequence.ShouldBe(append.Outcome == CommitOutcome.Committed ? 2 : 1);
            (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, claimed.HeadSequence + 1, 1) })).ShouldBe(CommitOutcome.Stale);
            await Journal.HeartbeatAsync("w2", Start);
        }
    }

    private static Commit Appending(Guid session, long sequence) => new() { Session = session, Epoch = 1, Events = Events(session, sequence, 1) };

    private async Task<List<Guid>> DrainAsync(IJournalStore journal, string worker)
    {
        var claimed = new List<Guid>();
        while (await journal.ClaimAsync(worker, 3, Start) is { Count: > 0 } rows)
        {
            claimed.AddRange(rows.Select(static row => row.Id));
            await journal.CommitAsync([.. rows.Select(static row => new Commit { Session = row.Id, Epoch = row.Epoch, Events = Events(row.Id, 1, 2) })]);
        }

        return claimed;
    }

    private async Task<Dictionary<Guid, long>> WriteAsync(Random random, SessionRow[] sessions)
    {
        var heads = sessions.ToDictionary(static session => session.Id, static _ => 1L);
        for (var round = 0; round < 25; round++)
        {
            var batch = new List<Commit>();
            foreach (var session in sessions.Where(_ => random.Next(2) == 0))
            {
                var (count, isStale) = (random.Next(1, 4), random.Next(5) == 0);
                batch.Add(new Commit { Session = session.Id, Epoch = isStale ? 0 : 1, Events = Events(session.Id, heads[session.Id] + 1, count) });
                heads[session.Id] += isStale ? 0 : count;
            }

            if (batch.Count > 0)
            {
                await Journal.CommitAsync(batch);
                batch.ShouldAllBe(static commit => commit.Outcome == (commit.Epoch == 1 ? CommitOutcome.Committed : CommitOutcome.Stale));
            }
        }

        return heads;
    }
}
