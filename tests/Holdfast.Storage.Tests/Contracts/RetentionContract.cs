using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>What is old and of no use any more is removed, in batches, and nothing else.</summary>
public abstract class RetentionContract : StoreContract
{
    [Fact]
    public async Task Old_requests_are_forgotten_oldest_first_and_young_ones_kept()
    {
        for (var day = 1; day <= 5; day++)
        {
            var session = Session(NewId());
            var entry = new IdempotencyEntry("default", $"day {day}", "f", session.Id, Start.AddDays(day));
            (await CommitAsync(new Commit { Session = session.Id, Idempotency = entry, Open = session })).ShouldBe(CommitOutcome.Committed);
        }

        (await Journal.PurgeAsync(Start.AddDays(4), 2)).ShouldBe(2);
        (await KeptAsync()).ShouldBe(["day 3", "day 4", "day 5"]);
        (await Journal.PurgeAsync(Start.AddDays(4), 2)).ShouldBe(1);
        (await Journal.PurgeAsync(Start.AddDays(4), 2)).ShouldBe(0);
        (await KeptAsync()).ShouldBe(["day 4", "day 5"]);

        var again = Session(NewId());
        (await CommitAsync(new Commit { Session = again.Id, Idempotency = new IdempotencyEntry("default", "day 1", "g", again.Id, Start.AddDays(6)), Open = again }))
            .ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task What_waits_in_closed_sessions_is_removed_and_what_waits_in_others_kept()
    {
        var closed = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = closed.Id, Accept = Message(closed.Id) });
        await CommitAsync(new Commit { Session = closed.Id, Accept = Message(closed.Id, Start.AddDays(2)) });
        await CommitAsync(new Commit { Session = closed.Id, Epoch = 1, Release = true, Close = true });
        var waiting = Session(NewId());
        await CommitAsync(new Commit { Session = waiting.Id, Open = waiting, Accept = Message(waiting.Id) });
        var running = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = running.Id, Accept = Message(running.Id) });

        (await Journal.PurgeAsync(Start.AddDays(1), 10)).ShouldBe(1);
        (await Journal.ReadInboxAsync(closed.Id)).ShouldHaveSingleItem().At.ShouldBe(Start.AddDays(2));
        (await Journal.ReadInboxAsync(waiting.Id)).ShouldHaveSingleItem();
        (await Journal.ReadInboxAsync(running.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Workers_that_died_long_ago_are_forgotten_unless_they_own_something()
    {
        await Journal.HeartbeatAsync("gone", Start);
        await Journal.HeartbeatAsync("owner", Start);
        await Journal.HeartbeatAsync("living", Start.AddDays(2));
        var orphan = await OpenOwnedAsync("owner");

        (await Journal.PurgeAsync(Start.AddDays(1), 10)).ShouldBe(1);
        (await Journal.ClaimAsync("living", 10, Start.AddDays(1))).ShouldHaveSingleItem().Id.ShouldBe(orphan.Id);
        (await Journal.PurgeAsync(Start.AddDays(1), 10)).ShouldBe(1);
        (await Journal.PurgeAsync(Start.AddDays(3), 10)).ShouldBe(0);
    }

    private async Task<List<string>> KeptAsync()
    {
        var kept = new List<string>();
        for (var day = 1; day <= 5; day++)
        {
            if (await Journal.FindRequestAsync("default", $"day {day}") is { } entry)
            {
                kept.Add(entry.Key);
            }
        }

        return kept;
    }
}
