using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Usage of finished runs, added up.</summary>
public abstract class CostContract : StoreContract
{
    [Fact]
    public async Task Usage_adds_up_by_every_group()
    {
        await FinishedAsync("ann", "default", Start, [new("a/big", "strong", "plan", 1, 10, 1, 1_000), new("a/small", "fast", "act", 2, 20, 2, 10)]);
        await FinishedAsync("ann", "default", Start.AddDays(1), [new("a/small", "fast", "act", 3, 30, 3, 30), new("a/small", "fast", "route", 1, 1, 1, 1)]);
        await FinishedAsync("bob", "acme", Start.AddDays(1), [new("a/big", "strong", "act", 1, 5, 5, 500)]);
        await FinishedAsync("cat", "acme", Start.AddDays(2), []);

        (await SumAsync("model")).ShouldBe([new("a/big", 2, 2, 15, 6, 1_500), new("a/small", 2, 6, 51, 6, 41)]);
        (await SumAsync("tier")).ShouldBe([new("strong", 2, 2, 15, 6, 1_500), new("fast", 2, 6, 51, 6, 41)]);
        (await SumAsync("purpose")).ShouldBe([new("plan", 1, 1, 10, 1, 1_000), new("act", 3, 6, 55, 10, 540), new("route", 1, 1, 1, 1, 1)]);
        (await SumAsync("user")).ShouldBe([new("ann", 2, 7, 61, 7, 1_041), new("bob", 1, 1, 5, 5, 500), new("cat", 1, 0, 0, 0, 0)]);
        (await SumAsync("tenant")).ShouldBe([new("default", 2, 7, 61, 7, 1_041), new("acme", 2, 1, 5, 5, 500)]);
        (await SumAsync("agent")).ShouldBe([new("scheduling", 4, 8, 66, 12, 1_541)]);
        (await SumAsync("version")).ShouldBe([new("1.0.0", 4, 8, 66, 12, 1_541)]);
        (await SumAsync("day")).ShouldBe([new("2026-03-01", 1, 3, 30, 3, 1_010), new("2026-03-02", 2, 5, 36, 9, 531), new("2026-03-03", 1, 0, 0, 0, 0)]);
        (await Runs.SumCostsAsync(new CostQuery("acme", null, null, "user"))).ShouldBe([new("bob", 1, 1, 5, 5, 500), new("cat", 1, 0, 0, 0, 0)]);
        (await Runs.SumCostsAsync(new CostQuery(null, Start.AddDays(1), Start.AddDays(2), "tenant"))).ShouldBe(
            [new("acme", 1, 1, 5, 5, 500), new("default", 1, 4, 31, 4, 31)]);
    }

    [Fact]
    public async Task Cascades_add_up_with_what_the_stronger_tier_alone_would_have_cost()
    {
        RunUsage[] usage = [new("a/small", "fast", "act", 2, 20, 2, 10), new("a/big", "strong", "act", 1, 10, 1, 1_000)];
        await FinishedAsync("ann", "default", Start, usage, aloneCostNanos: 1_500, movedUp: true);
        await FinishedAsync("bob", "acme", Start.AddDays(1), [new("a/small", "fast", "act", 1, 10, 1, 5)], aloneCostNanos: 500);
        await FinishedAsync("ann", "default", Start, usage);

        (await SumAsync("cascade")).ShouldBe([new("scheduling", 2, 4, 40, 4, 1_015, 2_000, 1)]);
        (await Runs.SumCostsAsync(new CostQuery("acme", null, null, "cascade"))).ShouldBe([new("scheduling", 1, 1, 10, 1, 5, 500, 0)]);
        (await Runs.SumCostsAsync(new CostQuery("other", null, null, "cascade"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_group_is_refused() =>
        (await Should.ThrowAsync<HoldfastException>(() => Runs.SumCostsAsync(new CostQuery(null, null, null, "colour; --")))).Code
        .ShouldBe("unknown-cost-group");

    private async Task<IReadOnlyList<CostRow>> SumAsync(string group) => await Runs.SumCostsAsync(new CostQuery(null, null, null, group));

    private async Task FinishedAsync(string user, string tenant, DateTimeOffset at, RunUsage[] usage, long? aloneCostNanos = null, bool movedUp = false)
    {
        var session = Session(NewId(), user, tenant, at) with { Status = SessionStatus.Running, Owner = "w1", Epoch = 1 };
        var run = Run(NewId(), session);
        await CommitAsync(new Commit { Session = session.Id, Open = session, Epoch = 1, Run = run, Finish = Finish(run.Id, at: at) with { Usage = usage, AloneCostNanos = aloneCostNanos, MovedUp = movedUp } });
    }
}
