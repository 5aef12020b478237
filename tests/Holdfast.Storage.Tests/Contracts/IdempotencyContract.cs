using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>A repeated request finds what the first one made.</summary>
public abstract class IdempotencyContract : StoreContract
{
    [Fact]
    public async Task A_repeated_key_is_a_duplicate_and_writes_nothing()
    {
        var first = Session(NewId());
        var entry = new IdempotencyEntry("default", "key 'one'", "fingerprint", first.Id, Start);
        (await CommitAsync(new Commit { Session = first.Id, Idempotency = entry, Open = first })).ShouldBe(CommitOutcome.Committed);

        var second = Session(NewId());
        var again = new Commit
        {
            Session = second.Id,
            Idempotency = entry with { Fingerprint = "other", Result = second.Id, At = Start.AddDays(1) },
            Open = second,
        };
        (await CommitAsync(again)).ShouldBe(CommitOutcome.Duplicate);
        again.Existing.ShouldBe(entry);
        (await Journal.FindRequestAsync("default", "key 'one'")).ShouldBe(entry);
        (await Journal.FindSessionAsync(second.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Keys_of_different_tenants_never_meet()
    {
        foreach (var tenant in new[] { "a", "b" })
        {
            var session = Session(NewId(), tenant: tenant);
            var entry = new IdempotencyEntry(tenant, "key", "f", session.Id, Start);
            (await CommitAsync(new Commit { Session = session.Id, Idempotency = entry, Open = session })).ShouldBe(CommitOutcome.Committed);
            (await Journal.FindRequestAsync(tenant, "key")).ShouldBe(entry);
        }

        (await Journal.FindRequestAsync("c", "key")).ShouldBeNull();
        (await Journal.FindRequestAsync("a", "other")).ShouldBeNull();
    }

    [Fact]
    public async Task Of_two_equal_keys_in_one_batch_the_first_wins()
    {
        Commit Opening()
        {
            var session = Session(NewId());
            return new Commit { Session = session.Id, Idempotency = new IdempotencyEntry("default", "key", "f", session.Id, Start), Open = session };
        }

        Commit[] batch = [Opening(), Opening(), Opening()];
        await Journal.CommitAsync(batch);
        batch.Select(static commit => commit.Outcome).ShouldBe([CommitOutcome.Committed, CommitOutcome.Duplicate, CommitOutcome.Duplicate]);
        batch[2].Existing!.Result.ShouldBe(batch[0].Session);
    }

    [Fact]
    public async Task A_refused_commit_does_not_use_up_its_key()
    {
        var missing = NewId();
        var entry = new IdempotencyEntry("default", "key", "f", missing, Start);
        (await CommitAsync(new Commit { Session = missing, Idempotency = entry, Accept = Message(missing) })).ShouldBe(CommitOutcome.NotFound);
        var session = Session(missing);
        (await CommitAsync(new Commit { Session = missing, Idempotency = entry, Open = session })).ShouldBe(CommitOutcome.Committed);
    }
}
