namespace Holdfast.Storage.Tests.Contracts;

/// <summary>Ceilings shared by many runs.</summary>
public abstract class BudgetContract : StoreContract
{
    private const string Account = "user/default/ann/2026-03-01";

    [Fact]
    public async Task A_reservation_fits_or_is_refused()
    {
        var run = NewId();
        (await Budgets.TryReserveAsync(Account, run, 101, 100)).ShouldBeFalse();
        (await Budgets.TryReserveAsync(Account, run, 60, 100)).ShouldBeTrue();
        (await Budgets.TryReserveAsync(Account, run, 41, 100)).ShouldBeFalse();
        (await Budgets.TryReserveAsync(Account, NewId(), 40, 100)).ShouldBeTrue();
        (await Budgets.TryReserveAsync("another", run, 100, 100)).ShouldBeTrue();
        (await Budgets.ReadAsync(Account)).ShouldBe((0, 100));
        (await Budgets.ReadAsync("nobody")).ShouldBe((0, 0));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Budgets.TryReserveAsync(Account, run, 0, 100));
    }

    [Fact]
    public async Task A_settlement_frees_the_rest()
    {
        var run = NewId();
        await Budgets.TryReserveAsync(Account, run, 60, 100);
        await Budgets.SettleAsync(Account, run, 50, 20);
        (await Budgets.ReadAsync(Account)).ShouldBe((20, 10));
        await Budgets.SettleAsync(Account, run, 10, 10);
        (await Budgets.ReadAsync(Account)).ShouldBe((30, 0));
        await Budgets.SettleAsync(Account, run, 10, 10);
        (await Budgets.ReadAsync(Account)).ShouldBe((30, 0));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Budgets.SettleAsync(Account, run, 10, 11));
    }

    [Fact]
    public async Task What_a_run_forfeits_counts_as_spent_in_every_account()
    {
        var (run, other) = (NewId(), NewId());
        await Budgets.TryReserveAsync(Account, run, 30, 100);
        await Budgets.TryReserveAsync("tenant", run, 30, 100);
        await Budgets.TryReserveAsync(Account, other, 5, 100);
        (await Budgets.ForfeitAsync(run)).ShouldBe(60);
        (await Budgets.ReadAsync(Account)).ShouldBe((30, 5));
        (await Budgets.ReadAsync("tenant")).ShouldBe((30, 0));
        (await Budgets.ForfeitAsync(run)).ShouldBe(0);
        await Budgets.SettleAsync(Account, run, 30, 30);
        (await Budgets.ReadAsync(Account)).ShouldBe((30, 5));
    }

    [Fact]
    public async Task A_warning_is_given_once_when_enough_is_spent()
    {
        var run = NewId();
        await Budgets.TryReserveAsync(Account, run, 90, 100);
        (await Budgets.TryWarnAsync(Account, 80)).ShouldBeFalse();
        await Budgets.SettleAsync(Account, run, 90, 79);
        (await Budgets.TryWarnAsync(Account, 80)).ShouldBeFalse();
        (await Budgets.TryWarnAsync("nobody", 1)).ShouldBeFalse();
        await Budgets.TryReserveAsync(Account, run, 10, 100);
        await Budgets.SettleAsync(Account, run, 10, 1);
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Budgets.TryWarnAsync(Account, 80)))).Count(warned => warned).ShouldBe(1);
        (await Budgets.TryWarnAsync(Account, 80)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Budgets.TryWarnAsync(Account, 0));
    }

    [Fact]
    public async Task Concurrent_reservations_never_pass_the_ceiling()
    {
        var granted = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await Task.Yield();
            var run = NewId();
            if (!await Budgets.TryReserveAsync(Account, run, 7, 100))
            {
                return 0;
            }

            await Budgets.SettleAsync(Account, run, 7, 3);
            return 3;
        }));
        var (spent, reserved) = await Budgets.ReadAsync(Account);
        spent.ShouldBe(granted.Sum());
        spent.ShouldBeLessThanOrEqualTo(100);
        reserved.ShouldBe(0);
    }
}
