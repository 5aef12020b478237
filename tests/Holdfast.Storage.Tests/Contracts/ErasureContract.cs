using System.Text;
using Holdfast.Journal;
using Holdfast.Memory;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>What is erased of a person is gone from every table and from the search; what was written of others stays; the chain still holds.</summary>
public abstract class ErasureContract : StoreContract
{
    private static readonly string[] Secrets = ["maria", "lavender", "allergic", "exploded", "thanks", "nickname"];

    protected IHoldfastStorage Storage => (IHoldfastStorage)Journal;

    /// <summary>Everything that the database's tables hold, as text.</summary>
    protected abstract Task<string> DumpAsync();

    [Fact]
    public async Task A_person_is_erased_and_the_journal_verifies()
    {
        var (session, run) = await SpeakAsync("maria", "acme");
        var (second, _) = await SpeakAsync("maria", "acme");
        var dump = await DumpAsync();
        Secrets.ShouldAllBe(secret => dump.Contains(secret));
        await CloseAsync(session);
        await CloseAsync(second);

        var erased = await Storage.PersonalData.EraseAsync("acme", "maria", "root", Start);

        erased.ShouldBe(new(2, 2, 8));
        dump = await DumpAsync();
        foreach (var secret in Secrets)
        {
            dump.ShouldNotContain(secret, Case.Insensitive);
        }

        (await Journal.FindSessionAsync(session)).ShouldNotBeNull().ShouldSatisfyAllConditions(row => row.User.ShouldBe("erased"), row => row.Metadata.ShouldBeNull());
        (await Runs.FindRunAsync(run, "acme")).ShouldNotBeNull().ShouldSatisfyAllConditions(row => row.CostNanos.ShouldBe(3_000), row => row.Error.ShouldBeNull());
        (await Runs.ReadFeedbackAsync(run)).ShouldHaveSingleItem().ShouldBe(new FeedbackRow(run, Start, "erased", 1, null, null));
        (await Journal.FindRequestAsync("acme", $"maria's nickname {session:N}")).ShouldBeNull();
        (await Runs.SearchRunsAsync(new RunQuery { Text = "lavender" })).ShouldBeEmpty();
        (await Runs.SearchRunsAsync(new RunQuery { Error = "exploded" })).ShouldBeEmpty();
        foreach (var id in (Guid[])[session, second])
        {
            var report = await JournalVerification.VerifyAsync(Journal, id);
            report.ShouldBe(new JournalReport(id, 4, 4, null, null));
        }

        (await Storage.Audit.ReadAsync("acme", null, 10)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            act => act.Act.ShouldBe("person.erased"),
            act => act.Actor.ShouldBe("root"),
            act => act.Subject.ShouldBe(Identity.PersonalData.Subject("acme", "maria")),
            act => act.ToString().ShouldNotContain("maria"));
        (await Should.ThrowAsync<HoldfastException>(() => Storage.PersonalData.EraseAsync("acme", "maria", "root", Start))).Code.ShouldBe("unknown-user");
    }

    [Fact]
    public async Task An_approval_of_an_erased_person_counts_on_without_what_it_was_about()
    {
        var (session, run) = await SpeakAsync("maria", "acme");
        var before = (await Runs.ListApprovalsAsync(new ApprovalQuery { Run = run })).ShouldHaveSingleItem();
        (before.Amount, before.Note).ShouldBe((123.45m, "thanks"));
        await CloseAsync(session);
        await Storage.PersonalData.EraseAsync("acme", "maria", "root", Start);

        (await Runs.FindApprovalAsync(before.Id, "acme")).ShouldNotBeNull().ShouldSatisfyAllConditions(
            a => (a.User, a.Arguments, a.Amount, a.Note).ShouldBe(("erased", "{}", null, null)), a => (a.Record, a.Status).ShouldBe((before.Record, ApprovalStatus.Approved)));
        (await ((IAutonomyStore)Journal).ListAutonomyAsync(new AutonomyQuery { Record = before.Record })).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(r => (r.Approved, r.Corrected, r.Low).ShouldBe((1, 1, null)));
        (await DumpAsync()).ShouldNotContain("123450000");
    }

    [Fact]
    public async Task Others_keep_what_they_said()
    {
        var (session, _) = await SpeakAsync("maria", "acme");
        await CloseAsync(session);
        foreach (var (user, tenant) in new[] { ("mario", "acme"), ("maria", "other"), ("maria/x", "acme") })
        {
            await CloseAsync((await SpeakAsync(user, tenant)).Session);
        }

        await Storage.PersonalData.EraseAsync("acme", "maria", "root", Start);

        (await Runs.SearchRunsAsync(new RunQuery { Text = "lavender" })).Select(run => (run.User, run.Tenant)).ShouldBe([("maria/x", "acme"), ("maria", "other"), ("mario", "acme")], ignoreOrder: true);
        (await Runs.SearchRunsAsync(new RunQuery { Text = "lavender", Tool = "check_stock", Error = "exploded" })).Count.ShouldBe(3);
        foreach (var run in await Runs.SearchRunsAsync(new RunQuery { Text = "lavender" }))
        {
            (await JournalVerification.VerifyAsync(Journal, run.Session)).Erased.ShouldBe(0);
            (await Journal.ReadEventsAsync(run.Session, 1, 9)).ShouldAllBe(record => !record.Payload.IsEmpty);
            (await Runs.ReadFeedbackAsync(run.Id)).ShouldHaveSingleItem().Comment.ShouldBe("thanks");
        }

        (await Storage.ListMemoryAsync(new MemoryQuery { Tenant = "acme", User = "maria" })).ShouldBeEmpty();
        (await Storage.ListMemoryAsync(new MemoryQuery { Tenant = "other", User = "maria" })).ShouldHaveSingleItem().Text.ShouldBe("lavender");
        (await Budgets.ReadAsync("user/acme/maria/2026-03-01")).ShouldBe((0, 0));
        (await Budgets.ReadAsync("user/acme/maria/x/2026-03-01")).SpentNanos.ShouldBe(5);
        (await Budgets.ReadAsync("user/other/maria/2026-03-01")).SpentNanos.ShouldBe(5);
    }

    [Fact]
    public async Task Nothing_is_erased_while_a_session_is_open()
    {
        var (closed, _) = await SpeakAsync("maria", "acme");
        await SpeakAsync("maria", "acme");
        await CloseAsync(closed);

        (await Should.ThrowAsync<HoldfastException>(() => Storage.PersonalData.EraseAsync("acme", "maria", "root", Start))).Code.ShouldBe("session-open");
        (await JournalVerification.VerifyAsync(Journal, closed)).Erased.ShouldBe(0);
        (await Runs.SearchRunsAsync(new RunQuery { Text = "lavender" })).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_altered_event_is_still_found_after_an_erasure()
    {
        var (session, _) = await SpeakAsync("maria", "acme");
        await CloseAsync(session);
        await Storage.PersonalData.EraseAsync("acme", "maria", "root", Start);

        await using (var command = Storage.AgentData.CreateCommand("UPDATE events SET at = at + 1 WHERE seq = 2"))
        {
            await command.ExecuteNonQueryAsync();
        }

        (await JournalVerification.VerifyAsync(Journal, session)).ShouldSatisfyAllConditions(report => report.Sequence.ShouldBe(2), report => report.Fault.ShouldNotBeNull());
    }

    /// <summary>A session of a user who says things, with one run, feedback, a budget and something in the inbox.</summary>
    private async Task<(Guid Session, Guid Run)> SpeakAsync(string user, string tenant)
    {
        var session = Session(NewId(), user, tenant) with { Status = SessionStatus.Running, Owner = "w1", Epoch = 1, Metadata = """{"nickname":"x"}""" };
        var run = NewId();
        var events = new List<EventRecord>();
        foreach (var payload in (string[])[$"{{\"user\":\"{user}\"}}", """{"input":"lavender"}""", """{"answer":"allergic"}"""])
        {
            events.Add(Event(session.Id, events.Count + 1, previous: events.LastOrDefault(), payload: payload));
        }

        var approval = Approval(NewId(), session, run, ApprovalStatus.Approved) with { Record = NewId(), Range = "amount 100 to 200", Amount = 123.45m, DecidedAt = Start, Note = "thanks" };
        var request = new IdempotencyEntry(tenant, $"{user}'s nickname {session.Id:N}", "f", session.Id, Start);
        (await CommitAsync(new Commit { Session = session.Id, Idempotency = request, Open = session, Epoch = 1, Events = events, Run = Run(run, session), Approval = approval })).ShouldBe(CommitOutcome.Committed);
        await CommitAsync(new Commit
        {
            Session = session.Id,
            Epoch = 1,
            Finish = Finish(run, "lavender allergic", "it exploded", null, "check_stock"),
            Feedback = new FeedbackRow(run, Start, user, 1, null, "thanks", "lavender tea"),
            Ticket = Ticket(NewId(), session, run) with { Summary = $"Asked: lavender, by {user}", Note = "nickname" },
            Release = true,
        });
        await Storage.RememberAsync(new MemoryItem { Id = NewId(), Kind = MemoryKind.Fact, Tenant = tenant, User = user, Agent = "scheduling", Key = "nickname", Text = "lavender", At = Start, By = "agent" });
        await Storage.SaveAnswerAsync(new Holdfast.Caching.CachedAnswer
        {
            Run = run,
            Key = "k",
            Meaning = "m",
            Tenant = tenant,
            User = user,
            Agent = "scheduling",
            Question = $"Is {user} allergic?",
            Answer = "To lavender.",
            At = Start,
            ExpiresAt = Start.AddDays(1),
        });
        var account = $"user/{tenant}/{user}/2026-03-01";
        await Budgets.TryReserveAsync(account, run, 5, 10);
        await Budgets.SettleAsync(account, run, 5, 5);
        return (session.Id, run);
    }

    private async Task CloseAsync(Guid session)
    {
        var row = await FindAsync(session);
        await CommitAsync(new Commit { Session = session, Accept = new InboxItem(NewId(), session, "feedback", Start, Encoding.UTF8.GetBytes("\"lavender\"")) });
        var claimed = (await Journal.ClaimAsync("w1", 10, Start.AddDays(-1))).Single(claim => claim.Id == session);
        var previous = (await Journal.ReadEventsAsync(session, row.HeadSequence, row.HeadSequence)).Single();
        var closed = Event(session, row.HeadSequence + 1, 0, "session.closed", previous, "{}");
        (await CommitAsync(new Commit { Session = session, Epoch = claimed.Epoch, Events = [closed], Release = true, Close = true })).ShouldBe(CommitOutcome.Committed);
    }
}
