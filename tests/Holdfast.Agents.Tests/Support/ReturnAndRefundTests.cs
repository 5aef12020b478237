using Holdfast.Agents.Support;
using Holdfast.Agents.Support.Orders;

namespace Holdfast.Agents.Tests.Support;

public sealed class ReturnAndRefundTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_return_is_opened_once_and_not_after_its_time(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();

        var opened = await shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Unopened, "bramble WORK gloves", "too big");
        var again = await shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Unopened, "Bramble work gloves");

        opened.Status.ShouldBe("return-open");
        opened.Message.ShouldContain("€14.90");
        opened.Message.ShouldContain("Friday, 10 April 2026");
        again.Number.ShouldBe(opened.Number);
        (await shop.CountAsync("support_claims WHERE order_number = 'FF-10041'")).ShouldBe(1);
        (await Shop.RefusalAsync(() => shop.Returns.StartReturnAsync(shop.Call(), "FF-10035", ArticleCondition.Unopened))).ShouldContain("returns end after 30 days");
        shop.Time.Now += TimeSpan.FromDays(25);
        (await shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Opened, "Brook kettle")).Status.ShouldBe("return-open");
    }

    [Fact]
    public async Task The_last_day_of_a_return_is_the_thirtieth()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        shop.Time.Now += TimeSpan.FromDays(26);

        (await Shop.RefusalAsync(() => shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Opened, "Brook kettle"))).ShouldContain("31 days ago");
    }

    [Fact]
    public async Task What_was_used_or_is_excluded_or_has_not_arrived_is_not_taken_back()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        await shop.VerifyAsync("jonas");

        (await Shop.RefusalAsync(() => shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Used, "Brook kettle"))).ShouldContain("were used");
        (await Shop.RefusalAsync(() => shop.Returns.StartReturnAsync(shop.Call(), "FF-10042", ArticleCondition.Unopened))).ShouldContain("not delivered yet");
        (await Shop.RefusalAsync(() => shop.Returns.StartReturnAsync(shop.Call(), "FF-10041", ArticleCondition.Unopened))).ShouldContain("Which of them");
        (await Shop.RefusalAsync(() => shop.Returns.ReportDamageAsync(shop.Call(), "FF-10038", "broken", "Breeze purifier"))).ShouldContain("does not hold");
        (await Shop.RefusalAsync(() => shop.Returns.ReportDamageAsync(shop.Call(), "FF-10035", "broken"))).ShouldContain("within 14 days");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_refund_pays_what_came_back_or_was_damaged_and_never_more(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();

        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10041", 10))).ShouldContain("Nothing of FF-10041 can be refunded now");
        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10044", 10))).ShouldContain("was not charged");
        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 34.91m))).ShouldContain("€34.90 can be refunded at most");
        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 3.333m))).ShouldContain("no amount in euros and cents");
        (await shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 20)).Amount.ShouldBe(20);
        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 20))).ShouldContain("€14.90 can be refunded at most");
        (await shop.Orders.GetOrderStatusAsync(shop.Call(), "FF-10039")).Refundable.ShouldBe(14.90m);
    }

    [Fact]
    public async Task Small_refunds_do_not_add_up_past_the_limit()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        await shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 34.90m);

        (await Shop.RefusalAsync(() => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10038", 15.11m))).ShouldContain("€34.90 were refunded without a person already");
        (await shop.Billing.RequestRefundAsync(shop.Call(), "FF-10038", 15.10m)).Status.ShouldBe("refunded");
        // Above the limit policy asks a person: what the tool sees was approved.
        (await shop.Billing.RequestRefundAsync(shop.Call(), "FF-10038", 163.90m)).Status.ShouldBe("refunded");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Twenty_repetitions_and_twenty_rivals_refund_once(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();

        var same = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shop.Billing.RequestRefundAsync(shop.Call(key: "call-1"), "FF-10039", 20))));
        var rivals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            try
            {
                await shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 14.90m);
                return 1;
            }
            catch (Holdfast.Tools.ToolException)
            {
                return 0;
            }
        })));

        same.Distinct().ShouldHaveSingleItem();
        rivals.Sum().ShouldBe(1);
        (await shop.CountAsync("support_refunds")).ShouldBe(2);
    }

    [Fact]
    public async Task A_restart_repeats_nothing_and_gives_the_first_result()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        var first = await shop.Billing.RequestRefundAsync(shop.Call(key: "call-1"), "FF-10039", 34.90m);
        using var restarted = new SupportStore(shop.DataSource, shop.Engine);
        var billing = new BillingTools(new OrderSystem(restarted, shop.Options));

        (await billing.RequestRefundAsync(shop.Call(key: "call-1"), "FF-10039", 34.90m)).ShouldBe(first);
        (await Shop.RefusalAsync(() => billing.RequestRefundAsync(shop.Call(key: "call-1"), "FF-10039", 3))).ShouldContain("used for another request");
        (await shop.CountAsync("support_refunds")).ShouldBe(1);
    }
}
