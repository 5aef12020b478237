using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Taking, releasing, the inbox, claims and heartbeats.</summary>
public abstract class OwnershipContract : StoreContract
{
    [Fact]
    public async Task An_idle_session_is_taken_once()
    {
        var session = Session(NewId());
        await CommitAsync(new Commit { Session = session.Id, Open = session, Events = Events(session.Id, 1, 1) });
        (await CommitAsync(new Commit { Session = session.Id, Take = "w1", Epoch = 3, Events = Events(session.Id, 2, 1) })).ShouldBe(CommitOutcome.Busy);
        (await CommitAsync(new Commit { Session = session.Id, Take = "w1", Epoch = 1, Events = Events(session.Id, 3, 1) })).ShouldBe(CommitOutcome.Stale);
        (await CommitAsync(new Commit { Session = session.Id, Take = "w1", Epoch = 1, Events = Events(session.Id, 2, 1) })).ShouldBe(CommitOutcome.Committed);
        (await CommitAsync(new Commit { Session = session.Id, Take = "w2", Epoch = 2 })).ShouldBe(CommitOutcome.Busy);
        var found = await FindAsync(session.Id);
        (found.Status, found.Owner, found.Epoch, found.HeadSequence).ShouldBe((SessionStatus.Running, "w1", 1, 2));
    }

    [Fact]
    public async Task An_idle_session_is_taken_and_closed_in_one_commit()
    {
        var session = Session(NewId());
        await CommitAsync(new Commit { Session = session.Id, Open = session, Events = Events(session.Id, 1, 1) });
        Commit Closing() => new() { Session = session.Id, Take = "closer", Epoch = 1, Events = Events(session.Id, 2, 1), Release = true, Close = true };

        (await CommitAsync(Closing())).ShouldBe(CommitOutcome.Committed);
        (await CommitAsync(Closing())).ShouldBe(CommitOutcome.Closed);
        var found = await FindAsync(session.Id);
        (found.Status, found.Owner, found.Epoch, found.HeadSequence).ShouldBe((SessionStatus.Closed, null, 1, 2));
    }

    [Fact]
    public async Task An_acceptance_makes_an_idle_session_ready_and_leaves_a_running_one_running()
    {
        var idle = Session(NewId());
        await CommitAsync(new Commit { Session = idle.Id, Open = idle });
        (await CommitAsync(new Commit { Session = idle.Id, Accept = Message(idle.Id) })).ShouldBe(CommitOutcome.Committed);
        (await FindAsync(idle.Id)).Status.ShouldBe(SessionStatus.Ready);
        (await CommitAsync(new Commit { Session = idle.Id, Take = "w1", Epoch = 1 })).ShouldBe(CommitOutcome.Busy);

        var running = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = running.Id, Accept = Message(running.Id) })).ShouldBe(CommitOutcome.Committed);
        (await FindAsync(running.Id)).Status.ShouldBe(SessionStatus.Running);
    }

    [Fact]
    public async Task The_inbox_keeps_its_order_and_gives_up_what_was_journaled()
    {
        var session = await OpenOwnedAsync();
        var items = new[] { Message(session.Id), Message(session.Id), Message(session.Id) };
        await Journal.CommitAsync([.. items.Select(item => new Commit { Session = session.Id, Accept = item })]);
        var inbox = await Journal.ReadInboxAsync(session.Id);
        inbox.Select(static item => item.Id).ShouldBe(items.Select(static item => item.Id));
        inbox[0].Payload.ToArray().ShouldBe(items[0].Payload.ToArray());
        (inbox[0].Session, inbox[0].Kind, inbox[0].At).ShouldBe((session.Id, "message", Start));

        await CommitAsync(new Commit
        {
            Session = session.Id,
            Epoch = 1,
            Events = Events(session.Id, 2, 1),
            TakenFromInbox = [inbox[0].Position, inbox[2].Position],
        });
        (await Journal.ReadInboxAsync(session.Id)).Select(static item => item.Id).ShouldBe([items[1].Id]);
    }

    [Fact]
    public async Task A_release_is_ready_while_the_inbox_holds_something_and_idle_otherwise()
    {
        var session = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) });
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Release = true });
        (await FindAsync(session.Id)).ShouldSatisfyAllConditions(
            static row => row.Status.ShouldBe(SessionStatus.Ready), static row => row.Owner.ShouldBeNull());

        var claimed = (await Journal.ClaimAsync("w2", 10, Start)).ShouldHaveSingleItem();
        (claimed.Epoch, claimed.Owner, claimed.Status, claimed.HeadSequence).ShouldBe((2, "w2", SessionStatus.Running, 1));
        var item = (await Journal.ReadInboxAsync(session.Id)).ShouldHaveSingleItem();
        await CommitAsync(new Commit { Session = session.Id, Epoch = 2, TakenFromInbox = [item.Position], Events = Events(session.Id, 2, 1), Release = true });
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Idle);
    }

    [Fact]
    public async Task A_closed_session_takes_nothing()
    {
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1), Release = true, Close = true }))
            .ShouldBe(CommitOutcome.Committed);
        (await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) })).ShouldBe(CommitOutcome.Closed);
        (await CommitAsync(new Commit { Session = session.Id, Take = "w1", Epoch = 2 })).ShouldBe(CommitOutcome.Closed);
        (await Journal.ClaimAsync("w1", 10, Start.AddDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claims_go_by_age_and_stop_at_the_limit()
    {
        var ready = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var session = Session(NewId(), at: Start.AddMinutes(-i));
            await CommitAsync(new Commit { Session = session.Id, Open = session });
            await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id, Start.AddMinutes(i)) });
            ready.Add(session.Id);
        }

        await Journal.HeartbeatAsync("w1", Start);
        (await Journal.ClaimAsync("w1", 3, Start)).Select(static row => row.Id).ShouldBe(ready[..3]);
        (await Journal.ClaimAsync("w1", 3, Start)).Select(static row => row.Id).ShouldBe(ready[3..]);
        (await Journal.ClaimAsync("w1", 3, Start)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sessions_of_a_dead_worker_are_claimed_and_those_of_a_living_one_are_not()
    {
        await Journal.HeartbeatAsync("living", Start);
        await Journal.HeartbeatAsync("dead", Start);
        await Journal.HeartbeatAsync("living", Start.AddSeconds(20));
        await OpenOwnedAsync("living");
        var dead = await OpenOwnedAsync("dead");
        var unknown = await OpenOwnedAsync("never.seen");

        var claimed = await Journal.ClaimAsync("living", 10, Start.AddSeconds(10));
        claimed.Select(static row => row.Id).ShouldBe([dead.Id, unknown.Id], ignoreOrder: true);
        claimed.ShouldAllBe(static row => row.Epoch == 2 && row.Owner == "living");
        (await CommitAsync(new Commit { Session = dead.Id, Epoch = 1, Events = Events(dead.Id, 2, 1) })).ShouldBe(CommitOutcome.Stale);
        (await CommitAsync(new Commit { Session = dead.Id, Epoch = 2, Events = Events(dead.Id, 2, 1) })).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task A_worker_finds_what_it_owns_and_where_something_waits()
    {
        await Journal.HeartbeatAsync("w1", Start);
        var taken = await OpenOwnedAsync();
        var claimed = Session(NewId());
        await CommitAsync(new Commit { Session = claimed.Id, Open = claimed, Accept = Message(claimed.Id) });
        await Journal.ClaimAsync("w1", 10, Start);
        var released = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = released.Id, Epoch = 1, Release = true });
        var closed = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = closed.Id, Epoch = 1, Release = true, Close = true });
        await OpenOwnedAsync("w2");

        (await Journal.ListOwnedAsync("w1")).ShouldBe([new OwnedSession(taken.Id, false), new OwnedSession(claimed.Id, true)], ignoreOrder: true);
        (await Journal.ListOwnedAsync("never.seen")).ShouldBeEmpty();
        await Journal.RetireAsync("w1");
        (await Journal.ListOwnedAsync("w1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retired_worker_leaves_its_sessions_ready()
    {
        await Journal.HeartbeatAsync("w1", Start);
        var session = await OpenOwnedAsync();
        await Journal.RetireAsync("w1");
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Ready);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1) })).ShouldBe(CommitOutcome.Stale);
        (await Journal.ClaimAsync("w2", 10, Start)).ShouldHaveSingleItem().Epoch.ShouldBe(2);
    }

    [Fact]
    public async Task Acceptances_and_releases_to_ready_wake_listeners()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var session = await OpenOwnedAsync();
        await using var wakeups = Journal.WakeupsAsync(timeout.Token).GetAsyncEnumerator(timeout.Token);
        (await wakeups.MoveNextAsync()).ShouldBeTrue();
        wakeups.Current.ShouldBe(Guid.Empty);

        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1) });
        var other = Session(NewId());
        await CommitAsync(new Commit { Session = other.Id, Open = other, Accept = Message(other.Id) });
        (await wakeups.MoveNextAsync()).ShouldBeTrue();
        wakeups.Current.ShouldBe(other.Id);

        await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) });
        (await wakeups.MoveNextAsync()).ShouldBeTrue();
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Release = true });
        (await wakeups.MoveNextAsync()).ShouldBeTrue();
        wakeups.Current.ShouldBe(session.Id);
    }
}
