using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>The life of a run's row, and feedback.</summary>
public abstract class RunContract : StoreContract
{
    [Fact]
    public async Task A_queued_run_starts_and_ends()
    {
        var session = Session(NewId());
        await CommitAsync(new Commit { Session = session.Id, Open = session });
        var queued = Run(NewId(), session, ordinal: 0, RunStatus.Queued);
        await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id), Run = queued });
        (await Runs.FindRunAsync(queued.Id, null)).ShouldBe(queued);
        (await FindAsync(session.Id)).Runs.ShouldBe(0);

        await Journal.ClaimAsync("w1", 1, Start);
        var running = queued with { Ordinal = 1, Status = RunStatus.Running, FirstSequence = 1 };
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 1, 2), Run = running });
        (await Runs.FindRunAsync(queued.Id, "default")).ShouldBe(running);
        (await Runs.FindRunAsync(queued.Id, "other")).ShouldBeNull();
        (await FindAsync(session.Id)).Runs.ShouldBe(1);

        var finish = Finish(queued.Id, "hello", error: "network: broken") with
        {
            Usage =
            [
                new RunUsage("openai/gpt-5-mini", "standard", "act", 2, 100, 20, 3_000),
                new RunUsage("openai/gpt-5-mini", "fast", "summarise", 1, 10, 2, 300),
            ],
        };
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 3, 1), Finish = finish, Release = true });
        (await Runs.FindRunAsync(queued.Id, null)).ShouldBe(running with
        {
            Status = RunStatus.Finished,
            Reason = TerminationReason.Completed,
            FinishedAt = finish.At,
            LastSequence = 3,
            Steps = 2,
            InputTokens = 110,
            OutputTokens = 22,
            CostNanos = 3_300,
            Error = "network: broken",
        });
        var after = await FindAsync(session.Id);
        (after.Tokens, after.CostNanos).ShouldBe((132, 3_300));
    }

    [Fact]
    public async Task A_run_starts_and_ends_in_one_commit_and_ends_only_once()
    {
        var session = await OpenOwnedAsync();
        var run = Run(NewId(), session);
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1), Run = run, Finish = Finish(run.Id) });
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 3, 1), Run = run, Finish = Finish(run.Id) });
        (await Runs.FindRunAsync(run.Id, null))!.Status.ShouldBe(RunStatus.Finished);
        (await FindAsync(session.Id)).CostNanos.ShouldBe(3_000);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Finish = Finish(NewId()) })).ShouldBe(CommitOutcome.Committed);
        (await FindAsync(session.Id)).CostNanos.ShouldBe(3_000);
    }

    [Fact]
    public async Task Fold_and_expiry_move()
    {
        var session = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, FoldFrom = 17, ExpiresAt = Start.AddDays(2) });
        var found = await FindAsync(session.Id);
        (found.FoldFrom, found.ExpiresAt).ShouldBe((17, Start.AddDays(2)));
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Events = Events(session.Id, 2, 1) });
        (await FindAsync(session.Id)).FoldFrom.ShouldBe(17);
    }

    [Fact]
    public async Task Feedback_is_read_oldest_first()
    {
        var session = await OpenOwnedAsync();
        var run = NewId();
        FeedbackRow[] rows =
        [
            new(run, Start.AddMinutes(1), "ann", 1, null, null),
            new(run, Start.AddMinutes(2), "o'neil", null, 5, "good; DROP TABLE runs"),
            new(run, Start.AddMinutes(3), "ann", -1, 1, ""),
        ];
        foreach (var row in rows)
        {
            await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Feedback = row });
        }

        (await Runs.ReadFeedbackAsync(run)).ShouldBe(rows);
        (await Runs.ReadFeedbackAsync(NewId())).ShouldBeEmpty();
    }
}
