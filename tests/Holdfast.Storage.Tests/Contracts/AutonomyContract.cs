using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>The records of approvals, counted from what is committed, and what people loosened because of them.</summary>
public abstract class AutonomyContract : StoreContract
{
    private static readonly string[] Channels = ["webhook"];

    private IAutonomyStore Autonomy => (IAutonomyStore)Journal;

    [Fact]
    public async Task An_approval_keeps_the_record_that_it_counts_in()
    {
        var session = await OpenOwnedAsync();
        var row = Approval(NewId(), session, NewId()) with { Record = NewId(), Range = "amount 100 to 200", Amount = 120.5m };
        await PutAsync(session, row);
        (await Runs.FindApprovalAsync(row.Id, null)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => (found.Record, found.Range, found.Amount, found.EditedAt).ShouldBe((row.Record, row.Range, 120.5m, null)));
        await PutAsync(session, row with { EditedAt = Start.AddMinutes(1) });
        (await Runs.FindApprovalAsync(row.Id, null))!.EditedAt.ShouldBe(Start.AddMinutes(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_the_record_is_what_counting_by_hand_gives(int seed)
    {
        var random = new Random(seed);
        var session = await OpenOwnedAsync();
        Guid[] records = [NewId(), NewId()];
        var runs = records.ToDictionary(static r => r, static _ => new List<(Guid Run, bool Approved)>());
        var counted = records.ToDictionary(static r => r, static r => new AutonomyRow { Id = r, Tenant = "default", Agent = "scheduling", Tool = "pay", Rule = "amount", Range = "amount 100 to 200" });
        var faulty = new HashSet<Guid>();
        var streaks = records.ToDictionary(static r => r, static _ => new List<decimal>());
        for (var step = 1; step <= 60; step++)
        {
            var at = Start.AddSeconds(step);
            var record = records[random.Next(2)];
            var was = counted[record];
            if (runs[record].Count > 0 && random.Next(8) == 0)
            {
                var (run, _) = runs[record][random.Next(runs[record].Count)];
                var isFault = random.Next(2) == 0;
                await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Feedback = new FeedbackRow(run, at, "bob", isFault ? -1 : 1, null, null) });
                if (isFault)
                {
                    counted[record] = was with { Corrected = was.Corrected + (faulty.Add(run) ? 1 : 0) };
                    streaks[record].Clear();
                }

                continue;
            }

            var kind = random.Next(10);
            var amount = 100 + random.Next(1, 99);
            var row = Approval(NewId(), session, NewId(), at: at) with { Record = record, Range = was.Range, Amount = amount, DecidedAt = at };
            runs[record].Add((row.Run, kind < 6));
            (row, counted[record]) = kind switch
            {
                < 6 => (row with { Status = ApprovalStatus.Approved }, was with { Approved = was.Approved + 1 }),
                6 => (row with { Status = ApprovalStatus.Approved, EditedAt = at }, was with { Edited = was.Edited + 1 }),
                7 => (row with { Status = ApprovalStatus.Rejected }, was with { Rejected = was.Rejected + 1 }),
                8 => (row with { Status = ApprovalStatus.Earned }, was with { Unasked = was.Unasked + 1 }),
                _ => (row with { Status = ApprovalStatus.Expired, DecidedAt = null }, was),
            };
            if (kind < 6)
            {
                streaks[record].Add(amount);
            }
            else if (kind is 6 or 7)
            {
                streaks[record].Clear();
            }

            await PutAsync(session, row);
        }

        foreach (var found in await Autonomy.ListAutonomyAsync(new AutonomyQuery { Tenant = "default", Agent = "scheduling" }))
        {
            var streak = streaks[found.Id];
            (found with { Faults = 0 }).ShouldBe(counted[found.Id] with { InARow = streak.Count, Low = streak.Count == 0 ? null : streak.Min(), High = streak.Count == 0 ? null : streak.Max() });
        }

        (await Autonomy.ListAutonomyAsync(new AutonomyQuery())).Select(r => r.Id).ShouldBe(records, ignoreOrder: true);
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Limit = 1 })).Count.ShouldBe(1);
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Record = records[1] })).ShouldHaveSingleItem().Id.ShouldBe(records[1]);
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Tenant = "other" })).ShouldBeEmpty();
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Agent = "other" })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("edited")]
    [InlineData("corrected")]
    [InlineData("decided before the grant, committed after it")]
    public async Task One_fault_ends_an_allowance_for_everybody_and_is_told_of_once(string fault)
    {
        var session = await OpenOwnedAsync();
        var (record, first) = (NewId(), Approval(NewId(), session, NewId()));
        await PutAsync(session, first with { Record = record, Range = "any", Status = ApprovalStatus.Approved, DecidedAt = Start });
        var allowance = await LoosenAsync(record, Start.AddMinutes(10));
        (await Autonomy.FindAllowanceAsync(record)).ShouldBe(allowance);
        (await Autonomy.FindAllowanceAsync(NewId())).ShouldBeNull();
        (await WithdrawAsync(record)).ShouldBeFalse("There is no fault.");

        var next = Approval(NewId(), session, NewId(), ApprovalStatus.Approved, Start.AddMinutes(20)) with { Record = record, Range = "any", DecidedAt = Start.AddMinutes(20) };
        await PutAsync(session, fault switch
        {
            "rejected" => next with { Status = ApprovalStatus.Rejected },
            "edited" => next with { Status = ApprovalStatus.Pending, EditedAt = Start.AddMinutes(20), DecidedAt = null },
            "corrected" => next with { Status = ApprovalStatus.Earned },
            _ => next with { Status = ApprovalStatus.Rejected, DecidedAt = Start.AddMinutes(5) },
        });
        if (fault == "corrected")
        {
            await CommitAsync(new Commit { Session = session.Id, Epoch = 1, Feedback = new FeedbackRow(next.Run, Start.AddMinutes(21), "bob", null, null, null, "less") });
        }

        (await Autonomy.FindAllowanceAsync(record)).ShouldBeNull("It ends with the commit, before anybody withdraws it.");
        var found = (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Allowance = allowance.Id })).ShouldHaveSingleItem();
        found.Allowance.ShouldBe(allowance with { Stands = false });
        (found.Faults, found.InARow).ShouldBe((1, fault.StartsWith("decided", StringComparison.Ordinal) ? 0 : found.InARow));

        var withdrawn = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WithdrawAsync(record)));
        withdrawn.Count(w => w).ShouldBe(1);
        var told = (await ((INoticeStore)Journal).LeaseNoticesAsync("webhook", 10, Start.AddDays(1), TimeSpan.FromMinutes(1))).ShouldHaveSingleItem().Notice;
        (told.Kind, told.Subject).ShouldBe((Notice.AutonomyWithdrawn, allowance.Id));
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery { Record = record }))[0].Allowance
            .ShouldBe(allowance with { Stands = false, WithdrawnAt = Start.AddHours(1), WithdrawnBy = "holdfast", Reason = "A fault." });
        if (Journal is IHoldfastStorage storage)
        {
            (await storage.Audit.ReadAsync("default", null, 10, TestContext.Current.CancellationToken)).Select(line => (line.Actor, line.Act, line.Subject))
                .ShouldBe([("holdfast", "autonomy.withdrawn", record.ToString("N")), ("ann", "autonomy.loosened", record.ToString("N"))]);
        }
    }

    [Fact]
    public async Task An_allowance_is_widened_in_place_and_after_a_withdrawal_the_count_begins_anew()
    {
        var session = await OpenOwnedAsync();
        var record = NewId();
        await ApproveAsync(1, 110);
        var given = await LoosenAsync(record, Start.AddMinutes(10));
        var wider = given with { Id = NewId(), Low = 100, High = 190, AskOneIn = 5, By = "bob", At = Start.AddMinutes(20), Approvals = 9 };
        await Autonomy.LoosenAsync("default", wider, "pay", TestContext.Current.CancellationToken);
        (await Autonomy.FindAllowanceAsync(record)).ShouldBe(wider with { Id = given.Id });

        (await Autonomy.WithdrawAsync(record, "carl", "A person withdrew it.", Start.AddMinutes(30), onlyAfterFault: false, [])).ShouldBeTrue();
        (await Autonomy.WithdrawAsync(record, "carl", "A person withdrew it.", Start.AddMinutes(31), onlyAfterFault: false, [])).ShouldBeFalse();
        (await Autonomy.FindAllowanceAsync(record)).ShouldBeNull();
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery()))[0].ShouldSatisfyAllConditions(r => r.InARow.ShouldBe(0), r => r.Approved.ShouldBe(1), r => r.Allowance!.WithdrawnBy.ShouldBe("carl"));
        await ApproveAsync(40, 120);
        (await Autonomy.ListAutonomyAsync(new AutonomyQuery()))[0].InARow.ShouldBe(1);
        var again = await LoosenAsync(record, Start.AddMinutes(50));
        (await Autonomy.FindAllowanceAsync(record)).ShouldBe(again);

        Task ApproveAsync(int minute, decimal amount) => PutAsync(session, Approval(NewId(), session, NewId(), ApprovalStatus.Approved, Start.AddMinutes(minute)) with
        {
            Record = record,
            Range = "amount 100 to 200",
            Amount = amount,
            DecidedAt = Start.AddMinutes(minute),
        });
    }

    [Fact]
    public async Task Another_process_sees_at_once_what_was_loosened()
    {
        await using var another = (await OpenAnotherAsync()).Journal;
        var allowance = await LoosenAsync(NewId(), Start);
        (await ((IAutonomyStore)another).FindAllowanceAsync(allowance.Record)).ShouldBe(allowance);
    }

    private async Task<AllowanceRow> LoosenAsync(Guid record, DateTimeOffset at)
    {
        var allowance = new AllowanceRow(NewId(), record, 110.5m, null, 10, "ann", at, 20, 0);
        await Autonomy.LoosenAsync("default", allowance, "pay", TestContext.Current.CancellationToken);
        return allowance;
    }

    private Task<bool> WithdrawAsync(Guid record) => Autonomy.WithdrawAsync(record, "holdfast", "A fault.", Start.AddHours(1), onlyAfterFault: true, Channels);

    private Task<CommitOutcome> PutAsync(SessionRow session, ApprovalRow row) => CommitAsync(new Commit { Session = session.Id, Epoch = 1, Approval = row });
}
