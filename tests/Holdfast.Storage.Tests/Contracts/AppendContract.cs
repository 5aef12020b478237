using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Appends: order, epochs, and that a refused commit touches nothing.</summary>
public abstract class AppendContract : StoreContract
{
    [Fact]
    public async Task A_session_is_read_back_as_it_was_opened()
    {
        var session = Session(NewId(), user: "Zoë 'O''Neil'; --", tenant: "acme") with
        {
            Status = SessionStatus.Running,
            Owner = "w1",
            Epoch = 3,
            Runs = 2,
            FoldFrom = 5,
            Tokens = 10,
            CostNanos = 11,
            Metadata = """{"a":"\u0000"}""",
        };
        (await CommitAsync(new Commit { Session = session.Id, Open = session, Epoch = 3 })).ShouldBe(CommitOutcome.Committed);
        (await FindAsync(session.Id)).ShouldBe(session);
        (await Journal.FindSessionAsync(NewId())).ShouldBeNull();
    }

    [Fact]
    public async Task Events_are_read_back_exactly_and_in_order()
    {
        var session = await OpenOwnedAsync();
        var events = Events(session.Id, 2, 12);
        events[3] = events[3] with { Payload = default, ErasedPayloadHash = new byte[32] };
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = events[..5] })).ShouldBe(CommitOutcome.Committed);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = events[5..] })).ShouldBe(CommitOutcome.Committed);

        var read = await Journal.ReadEventsAsync(session.Id, 2, long.MaxValue);
        read.Count.ShouldBe(12);
        for (var i = 0; i < read.Count; i++)
        {
            ShouldBeSame(read[i], events[i]);
        }

        (await Journal.ReadEventsAsync(session.Id, 4, 6)).Select(static one => one.Sequence).ShouldBe([4L, 5, 6]);
        (await Journal.ReadEventsAsync(session.Id, 14, 20)).ShouldBeEmpty();
        (await Journal.ReadEventsAsync(NewId(), 1, 20)).ShouldBeEmpty();
        var head = await FindAsync(session.Id);
        head.HeadSequence.ShouldBe(13);
        head.HeadHash.ToArray().ShouldBe(events[^1].Hash.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_wrong_sequence_is_stale(long sequence)
    {
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, sequence, 1) })).ShouldBe(CommitOutcome.Stale);
        (await FindAsync(session.Id)).HeadSequence.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_wrong_epoch_is_stale(int epoch)
    {
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Epoch = epoch, Events = Events(session.Id, 2, 1) })).ShouldBe(CommitOutcome.Stale);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = epoch, Release = true })).ShouldBe(CommitOutcome.Stale);
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Running);
    }

    [Fact]
    public async Task An_owner_that_released_can_append_no_more()
    {
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Release = true })).ShouldBe(CommitOutcome.Committed);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1) })).ShouldBe(CommitOutcome.Stale);
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_not_found_and_one_that_is_there_is_not_opened_again()
    {
        var missing = NewId();
        (await CommitAsync(new Commit { Session = missing, Epoch = 1, Events = Events(missing, 1, 1) })).ShouldBe(CommitOutcome.NotFound);
        (await CommitAsync(new Commit { Session = missing, Accept = Message(missing) })).ShouldBe(CommitOutcome.NotFound);
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Open = session, Epoch = 1 })).ShouldBe(CommitOutcome.Stale);
    }

    [Fact]
    public async Task A_refused_commit_does_not_touch_the_others_of_its_batch()
    {
        var sessions = new List<SessionRow>();
        for (var i = 0; i < 5; i++)
        {
            sessions.Add(await OpenOwnedAsync());
        }

        var stranger = NewId();
        var batch = sessions.Select((session, i) => new Commit
        {
            Session = session.Id,
            Epoch = i == 2 ? 7 : 1,
            Events = Events(session.Id, 2, 3),
            Run = Run(NewId(), session),
            ExpiresAt = Start.AddHours(1),
        }).Append(new Commit { Session = stranger, Epoch = 1, Events = Events(stranger, 1, 1) }).ToList();
        await Journal.CommitAsync(batch);

        batch.Select(static commit => commit.Outcome).ShouldBe(
        [
            CommitOutcome.Committed, CommitOutcome.Committed, CommitOutcome.Stale, CommitOutcome.Committed, CommitOutcome.Committed, CommitOutcome.NotFound,
        ]);
        var refused = await FindAsync(sessions[2].Id);
        (refused.HeadSequence, refused.Runs, refused.ExpiresAt).ShouldBe((1, 0, sessions[2].ExpiresAt));
        (await Runs.FindRunAsync(batch[2].Run!.Id, null)).ShouldBeNull();
        (await FindAsync(sessions[3].Id)).HeadSequence.ShouldBe(4);
        (await Runs.FindRunAsync(batch[3].Run!.Id, null)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commits_of_one_session_in_one_batch_follow_each_other()
    {
        var session = await OpenOwnedAsync();
        Commit[] batch =
        [
            new() { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 2) },
            new() { Session = session.Id, Epoch = 1, Events = Events(session.Id, 3, 1) },
            new() { Session = session.Id, Epoch = 1, Events = Events(session.Id, 4, 2), Release = true },
            new() { Session = session.Id, Epoch = 1, Events = Events(session.Id, 6, 1) },
            new() { Session = session.Id, Take = "w2", Epoch = 2, Events = Events(session.Id, 6, 1) },
        ];
        await Journal.CommitAsync(batch);
        batch.Select(static commit => commit.Outcome).ShouldBe(
            [CommitOutcome.Committed, CommitOutcome.Stale, CommitOutcome.Committed, CommitOutcome.Stale, CommitOutcome.Committed]);
        var found = await FindAsync(session.Id);
        (found.HeadSequence, found.Owner, found.Epoch).ShouldBe((6, "w2", 2));
    }

    [Fact]
    public async Task The_hash_chain_survives_the_store()
    {
        var session = await OpenOwnedAsync();
        var previous = Events(session.Id, 1, 1)[0];
        for (var sequence = 2; sequence < 20; sequence++)
        {
            var next = Event(session.Id, sequence, previous: previous, kind: sequence % 2 == 0 ? "tool.called" : "a.kind.that.nobody.knows");
            await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = [next] });
            previous = next;
        }

        ReadOnlyMemory<byte> hash = default;
        foreach (var one in await Journal.ReadEventsAsync(session.Id, 1, long.MaxValue))
        {
            HashChain.Verify(hash.Span, session.Id, one).ShouldBeTrue();
            hash = one.Hash;
        }
    }

    private static void ShouldBeSame(EventRecord read, EventRecord written)
    {
        (read.Sequence, read.Run, read.Kind, read.At).ShouldBe((written.Sequence, written.Run, written.Kind, written.At));
        read.Payload.ToArray().ShouldBe(written.Payload.ToArray());
        read.Hash.ToArray().ShouldBe(written.Hash.ToArray());
        read.ErasedPayloadHash.ToArray().ShouldBe(written.ErasedPayloadHash.ToArray());
    }
}
