using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Runs that wait for a person or a time, and the approvals that they wait for.</summary>
public abstract class WaitingContract : StoreContract
{
    [Fact]
    public async Task A_session_that_waits_is_claimed_when_its_time_has_come()
    {
        var session = await WaitAsync(Start.AddHours(1));
        await Journal.HeartbeatAsync("w2", Start.AddHours(1));

        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Waiting);
        (await Journal.ClaimAsync("w2", 10, Start)).ShouldBeEmpty();
        (await Journal.ClaimAsync("w2", 10, Start, now: Start.AddMinutes(59))).ShouldBeEmpty();
        (await CommitAsync(new Commit { Session = session.Id, Take = "w2", Epoch = 2 })).ShouldBe(CommitOutcome.Busy);
        var claimed = (await Journal.ClaimAsync("w2", 10, Start, now: Start.AddHours(1))).ShouldHaveSingleItem();
        (claimed.Id, claimed.Status, claimed.Owner, claimed.Epoch).ShouldBe((session.Id, SessionStatus.Running, "w2", 2));
        (await Journal.ClaimAsync("w3", 10, Start, now: Start.AddHours(2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_arrives_makes_a_waiting_session_ready()
    {
        var session = await WaitAsync(Start.AddHours(1));
        (await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) })).ShouldBe(CommitOutcome.Committed);
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Ready);
        (await Journal.ClaimAsync("w2", 10, Start)).ShouldHaveSingleItem().Id.ShouldBe(session.Id);
    }

    [Fact]
    public async Task What_the_owner_has_not_seen_keeps_a_session_from_waiting_and_what_it_has_seen_does_not()
    {
        var session = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) });
        var seen = (await Journal.ReadInboxAsync(session.Id))[^1].Position;
        await CommitAsync(new Commit { Session = session.Id, Accept = Message(session.Id) });

        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Release = true, WaitUntil = Start.AddHours(1), InboxSeen = seen });
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Ready);

        await Journal.ClaimAsync("w2", 10, Start);
        seen = (await Journal.ReadInboxAsync(session.Id))[^1].Position;
        await CommitAsync(new Commit { Session = session.Id, Epoch = 2, Release = true, WaitUntil = Start.AddHours(1), InboxSeen = seen });
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Waiting);
        (await Journal.ReadInboxAsync(session.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_arrival_in_the_same_batch_keeps_a_session_from_waiting()
    {
        var session = await OpenOwnedAsync();
        await Journal.CommitAsync([
            new Commit { Session = session.Id, Accept = Message(session.Id) },
            new Commit { Session = session.Id, Epoch = 1, Release = true, WaitUntil = Start.AddHours(1) },
        ]);
        (await FindAsync(session.Id)).Status.ShouldBe(SessionStatus.Ready);
    }

    [Fact]
    public async Task A_run_is_told_to_wait_and_then_to_run_again()
    {
        var session = await OpenOwnedAsync();
        var run = Run(NewId(), session);
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Run = run });
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, StatusChange = new(run.Id, RunStatus.Waiting), Release = true, WaitUntil = Start });
        (await Runs.FindRunAsync(run.Id, "default")).ShouldNotBeNull().Status.ShouldBe(RunStatus.Waiting);
        (await Runs.SearchRunsAsync(new RunQuery { Status = RunStatus.Waiting })).ShouldHaveSingleItem();

        await Journal.ClaimAsync("w1", 1, Start, now: Start);
        await CommitAsync(new Commit { Session = session.Id, Epoch = 2, StatusChange = new(run.Id, RunStatus.Running) });
        (await Runs.FindRunAsync(run.Id, "default")).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task Approvals_are_found_as_they_were_last_written_and_only_by_their_tenant()
    {
        var session = await OpenOwnedAsync();
        var first = Approval(NewId(), session, NewId()) with { Required = 2, Role = "manager", Preview = "Pays 20." };
        var second = Approval(NewId(), session, NewId(), at: Start.AddMinutes(1));
        await Journal.CommitAsync([
            new Commit { Session = session.Id, Epoch = 1, Approval = first },
            new Commit { Session = session.Id, Epoch = 1, Approval = second },
        ]);
        (await Runs.FindApprovalAsync(first.Id, "default")).ShouldNotBeNull().ShouldBeEquivalentTo(first with { });
        (await Runs.FindApprovalAsync(first.Id, "other")).ShouldBeNull();
        (await Runs.FindApprovalAsync(NewId(), null)).ShouldBeNull();

        var decided = first with
        {
            Arguments = """{"amount":10}""",
            Digest = "ee",
            ApprovedBy = (string[])["ann", "bob"],
            Decisions = 2,
            Required = 3,
            Role = "director",
            Status = ApprovalStatus.Approved,
            DecidedAt = Start.AddMinutes(5),
            DecidedBy = "bob",
            Note = "fine",
        };
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Approval = decided });
        (await Runs.FindApprovalAsync(first.Id, null)).ShouldNotBeNull().ShouldBeEquivalentTo(decided);

        (await Runs.ListApprovalsAsync(new ApprovalQuery())).Select(a => a.Id).ShouldBe([second.Id, first.Id]);
        (await Runs.ListApprovalsAsync(new ApprovalQuery { Tenant = "other" })).ShouldBeEmpty();
        (await Runs.ListApprovalsAsync(new ApprovalQuery { Tenant = "default", Status = ApprovalStatus.Pending, Agent = "scheduling", Tool = "pay" }))
            .ShouldHaveSingleItem().Id.ShouldBe(second.Id);
        (await Runs.ListApprovalsAsync(new ApprovalQuery { Run = first.Run })).ShouldHaveSingleItem();
        (await Runs.ListApprovalsAsync(new ApprovalQuery { Before = second.RequestedAt, Limit = 1 })).ShouldHaveSingleItem().Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_commit_may_put_something_into_the_inbox_of_another_session()
    {
        await Journal.HeartbeatAsync("w1", Start);
        var waiting = await WaitAsync(Start.AddHours(1));
        var running = await OpenOwnedAsync();
        var closed = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = closed.Id, Epoch = 1, Release = true, Close = true });
        var child = await OpenOwnedAsync("w2");
        await Journal.CommitAsync([
            new Commit { Session = child.Id, Epoch = 1, Deliver = Message(waiting.Id) },
            new Commit { Session = child.Id, Epoch = 1, Deliver = Message(running.Id) },
            new Commit { Session = child.Id, Epoch = 1, Deliver = Message(closed.Id) },
            new Commit { Session = child.Id, Epoch = 1, Deliver = Message(NewId()) },
            new Commit { Session = child.Id, Epoch = 7, Deliver = Message(running.Id) },
            new Commit { Session = child.Id, Epoch = 1, Deliver = Message(running.Id), Release = true, Close = true },
        ]);

        (await FindAsync(waiting.Id)).Status.ShouldBe(SessionStatus.Ready);
        (await Journal.ReadInboxAsync(waiting.Id)).ShouldHaveSingleItem().Session.ShouldBe(waiting.Id);
        (await FindAsync(running.Id)).Status.ShouldBe(SessionStatus.Running);
        (await Journal.ReadInboxAsync(running.Id)).Count.ShouldBe(2, "a refused commit delivers nothing");
        (await Journal.ReadInboxAsync(closed.Id)).ShouldBeEmpty();
        (await FindAsync(child.Id)).Status.ShouldBe(SessionStatus.Closed);
        (await Journal.ReadInboxAsync(child.Id)).ShouldBeEmpty();
        (await Journal.ClaimAsync("w3", 10, Start)).ShouldHaveSingleItem().Id.ShouldBe(waiting.Id);
    }

    [Fact]
    public async Task What_is_delivered_in_the_same_batch_keeps_a_session_from_waiting()
    {
        var child = await OpenOwnedAsync("w2");
        foreach (var childFirst in (bool[])[true, false])
        {
            var parent = await OpenOwnedAsync();
            Commit[] batch =
            [
                new Commit { Session = child.Id, Epoch = 1, Deliver = Message(parent.Id) },
                new Commit { Session = parent.Id, Epoch = 1, Release = true, WaitUntil = Start.AddHours(1) },
            ];
            await Journal.CommitAsync(childFirst ? batch : [.. batch.Reverse()]);
            (await FindAsync(parent.Id)).Status.ShouldBe(SessionStatus.Ready);
        }
    }

    [Fact]
    public async Task Sessions_runs_and_approvals_of_called_agents_know_their_callers()
    {
        await Journal.HeartbeatAsync("w1", Start);
        var parent = await OpenOwnedAsync();
        var run = Run(NewId(), parent);
        await CommitAsync(new Commit { Session = parent.Id, Epoch = 1, Run = run });
        var child = Session(NewId()) with { Parent = parent.Id };
        var called = Run(NewId(), child, ordinal: 0, RunStatus.Queued) with { Parent = run.Id, Trace = run.Id };
        await CommitAsync(new Commit { Session = child.Id, Open = child, Events = Events(child.Id, 1, 1), Run = called, Accept = Message(child.Id) });
        (await FindAsync(child.Id)).ShouldSatisfyAllConditions(s => s.Status.ShouldBe(SessionStatus.Ready), s => s.Parent.ShouldBe(parent.Id));
        (await FindAsync(parent.Id)).Parent.ShouldBeNull();

        await Journal.ClaimAsync("w1", 1, Start);
        var approval = Approval(NewId(), child, called.Id) with { Parent = run.Id };
        await CommitAsync(new Commit { Session = child.Id, Epoch = 1, Run = called with { Status = RunStatus.Running, Ordinal = 1, FirstSequence = 2 }, Approval = approval });
        (await Runs.FindRunAsync(called.Id, null)).ShouldNotBeNull().ShouldSatisfyAllConditions(r => r.Parent.ShouldBe(run.Id), r => r.Trace.ShouldBe(run.Id), r => r.Status.ShouldBe(RunStatus.Running));
        (await Runs.FindRunAsync(run.Id, null)).ShouldNotBeNull().ShouldSatisfyAllConditions(r => r.Parent.ShouldBeNull(), r => r.Trace.ShouldBe(run.Id));
        (await Runs.SearchRunsAsync(new RunQuery { Parent = run.Id })).ShouldHaveSingleItem().Id.ShouldBe(called.Id);
        (await Runs.SearchRunsAsync(new RunQuery { Parent = called.Id })).ShouldBeEmpty();
        (await Runs.FindApprovalAsync(approval.Id, null)).ShouldNotBeNull().ShouldBeEquivalentTo(approval);
    }

    private async Task<SessionRow> WaitAsync(DateTimeOffset until)
    {
        var session = await OpenOwnedAsync();
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Release = true, WaitUntil = until })).ShouldBe(CommitOutcome.Committed);
        return session;
    }
}
