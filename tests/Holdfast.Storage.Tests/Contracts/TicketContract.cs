using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Tickets, and the notices that people are sent.</summary>
public abstract class TicketContract : StoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private INoticeStore Notices => (INoticeStore)Journal;

    [Fact]
    public async Task Tickets_are_found_as_they_were_last_written_and_only_by_their_tenant()
    {
        var session = await OpenOwnedAsync();
        var first = Ticket(NewId(), session, NewId());
        var second = Ticket(NewId(), session, NewId(), at: Start.AddMinutes(1));
        await Journal.CommitAsync([
            new Commit { Session = session.Id, Epoch = 1, Ticket = first },
            new Commit { Session = session.Id, Epoch = 1, Ticket = second },
        ]);
        (await Runs.FindTicketAsync(first.Id, "default")).ShouldBe(first);
        (await Runs.FindTicketAsync(first.Id, "other")).ShouldBeNull();
        (await Runs.FindTicketAsync(NewId(), null)).ShouldBeNull();

        var closed = first with
        {
            Status = TicketStatus.Closed,
            Owner = "ann",
            Acts = 3,
            Summary = "Asked: twice",
            ClaimedAt = Start.AddMinutes(5),
            ClosedAt = Start.AddMinutes(6),
            ClosedBy = "bob",
            Note = "fine",
        };
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Ticket = closed });
        (await Runs.FindTicketAsync(first.Id, null)).ShouldBe(closed);

        (await IdsAsync(new TicketQuery())).ShouldBe([second.Id, first.Id]);
        (await IdsAsync(new TicketQuery { Unclosed = true, Tenant = "default", Agent = "scheduling", Session = session.Id })).ShouldBe([second.Id]);
        (await IdsAsync(new TicketQuery { Status = TicketStatus.Closed, Owner = "ann" })).ShouldBe([first.Id]);
        (await IdsAsync(new TicketQuery { Tenant = "other" })).ShouldBeEmpty();
        (await IdsAsync(new TicketQuery { Agent = "nobody" })).ShouldBeEmpty();
        (await IdsAsync(new TicketQuery { Session = NewId() })).ShouldBeEmpty();
        (await IdsAsync(new TicketQuery { DueBy = first.DueAt })).ShouldBe([first.Id]);
        (await IdsAsync(new TicketQuery { Before = second.OpenedAt })).ShouldBe([first.Id]);
        (await IdsAsync(new TicketQuery { Limit = 1 })).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task Another_process_writes_tickets_and_approvals_of_a_session_that_it_never_saw()
    {
        var session = await OpenOwnedAsync();
        await using var another = (await OpenAnotherAsync()).Journal;
        var (ticket, approval) = (Ticket(NewId(), session, NewId()), Approval(NewId(), session, NewId()));
        var commit = new Commit { Session = session.Id, Epoch = 1, Ticket = ticket, Approval = approval };
        await another.CommitAsync([commit]);
        commit.Outcome.ShouldBe(CommitOutcome.Committed);
        (await Runs.FindTicketAsync(ticket.Id, null)).ShouldBe(ticket);
        (await Runs.FindApprovalAsync(approval.Id, null)).ShouldNotBeNull().Agent.ShouldBe("scheduling");
    }

    [Fact]
    public async Task A_notice_is_leased_by_one_and_comes_back_until_it_is_settled()
    {
        var subject = await TellAsync();
        (await LeaseAsync("webhook", Start.AddSeconds(-1))).ShouldBeEmpty("Its time has not come.");
        var leased = (await LeaseAsync("webhook", Start)).ShouldHaveSingleItem();
        leased.ShouldBe(new LeasedNotice(new Notice("webhook", Notice.TicketOpened, subject, Start), 1));
        (await LeaseAsync("webhook", Start)).ShouldBeEmpty("Somebody else is sending it.");

        // Whoever leased it was lost between sending and settling.
        (await LeaseAsync("webhook", Start + Lease)).ShouldHaveSingleItem().Attempt.ShouldBe(2);
        await Notices.SettleNoticeAsync(leased.Notice, Start.AddHours(1));
        (await LeaseAsync("webhook", Start.AddMinutes(59))).ShouldBeEmpty();
        (await LeaseAsync("webhook", Start.AddHours(1))).ShouldHaveSingleItem().Attempt.ShouldBe(3);
        await Notices.SettleNoticeAsync(leased.Notice, null);
        (await LeaseAsync("webhook", Start.AddDays(30))).ShouldBeEmpty();
        (await LeaseAsync("smtp", Start)).ShouldHaveSingleItem().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_notice_is_committed_once_and_not_with_a_commit_that_is_refused()
    {
        var session = await OpenOwnedAsync();
        var notice = new Notice("webhook", Notice.ApprovalRequested, NewId(), Start);
        (await CommitAsync(new Commit { Session = session.Id, Epoch = 9, Notices = [notice] })).ShouldBe(CommitOutcome.Stale);
        (await LeaseAsync("webhook", Start)).ShouldBeEmpty();

        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Notices = [notice] });
        (await LeaseAsync("webhook", Start)).ShouldHaveSingleItem();
        await Notices.SettleNoticeAsync(notice, null);
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Notices = [notice with { At = Start.AddHours(1) }] });
        (await LeaseAsync("webhook", Start.AddDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_that_nobody_closed_in_time_is_told_of_once_by_each_channel()
    {
        var session = await OpenOwnedAsync();
        var (open, claimed, closed) = (Ticket(NewId(), session, NewId()), Ticket(NewId(), session, NewId(), TicketStatus.Claimed), Ticket(NewId(), session, NewId(), TicketStatus.Closed));
        foreach (var ticket in (TicketRow[])[open, claimed, closed])
        {
            await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Ticket = ticket });
        }

        (await LeaseAsync("webhook", open.DueAt.AddSeconds(-1))).ShouldBeEmpty();
        var told = await LeaseAsync("webhook", open.DueAt);
        told.Select(t => t.Notice.Subject).ShouldBe([open.Id, claimed.Id], ignoreOrder: true);
        told.ShouldAllBe(t => t.Notice.Kind == Notice.TicketOverdue);
        foreach (var notice in told)
        {
            await Notices.SettleNoticeAsync(notice.Notice, null);
        }

        (await LeaseAsync("webhook", open.DueAt.AddDays(1))).ShouldBeEmpty();
        (await LeaseAsync("smtp", open.DueAt)).Count.ShouldBe(2);

        // What was sent is cleared away, except that these two are overdue still.
        (await Journal.PurgeAsync(open.DueAt.AddDays(8), 10)).ShouldBe(0);
        (await LeaseAsync("webhook", open.DueAt.AddDays(9))).ShouldBeEmpty();
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Ticket = open with { Status = TicketStatus.Closed, ClosedAt = open.DueAt.AddDays(9), Acts = 1 } });
        (await Journal.PurgeAsync(open.DueAt.AddDays(10), 10)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_who_look_at_once_each_notice_is_leased_by_one()
    {
        var session = await OpenOwnedAsync();
        await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Notices = [.. Enumerable.Range(0, 30).Select(_ => new Notice("webhook", Notice.TicketOpened, NewId(), Start))] });
        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => LeaseAsync("webhook", Start, 5), default, default, TaskScheduler.Default).Unwrap()));
        var subjects = leased.SelectMany(l => l).Select(l => l.Notice.Subject).ToList();
        subjects.ShouldBeUnique();
        while (await LeaseAsync("webhook", Start, 5) is { Count: > 0 } more)
        {
            subjects.AddRange(more.Select(l => l.Notice.Subject));
        }

        subjects.ShouldBeUnique();
        subjects.Count.ShouldBe(30);
    }

    private async Task<Guid> TellAsync()
    {
        var (session, subject) = (await OpenOwnedAsync(), NewId());
        await CommitAsync(new Commit
        {
            Session = session.Id,
            Epoch = 1,
            Notices = [new Notice("webhook", Notice.TicketOpened, subject, Start), new Notice("smtp", Notice.TicketOpened, subject, Start)],
        });
        return subject;
    }

    private Task<IReadOnlyList<LeasedNotice>> LeaseAsync(string channel, DateTimeOffset now, int limit = 100) => Notices.LeaseNoticesAsync(channel, limit, now, Lease);

    private async Task<IEnumerable<Guid>> IdsAsync(TicketQuery query) => (await Runs.ListTicketsAsync(query)).Select(t => t.Id);
}
