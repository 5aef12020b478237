using Holdfast.Agents.Support;
using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;
using Holdfast.Agents.Support.Products;

namespace Holdfast.Agents.Tests.Support;

public sealed class OrderAndAccountTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task An_order_is_cancelled_until_it_leaves(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();

        (await shop.Orders.CancelOrderAsync(shop.Call(), "FF-10044")).Status.ShouldBe("cancelled");
        (await shop.Orders.CancelOrderAsync(shop.Call(), "FF-10044")).Message.ShouldContain("already");
        (await Shop.RefusalAsync(() => shop.Orders.CancelOrderAsync(shop.Call(), "FF-10042"))).ShouldContain("can no longer be cancelled");
        (await shop.Orders.FindOrdersAsync(shop.Call())).Orders.Single(order => order.OrderNumber == "FF-10044").Status.ShouldBe("cancelled");
        (await shop.CountAsync("support_orders WHERE status = 'cancelled' AND user_id = 'maria'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_dear_parcel_goes_elsewhere_only_with_a_person()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();

        (await shop.Orders.ChangeDeliveryAddressAsync(shop.Call(), "FF-10044", "Hafenstrasse 5", "20457", "Hamburg")).Message.ShouldContain("Hafenstrasse 5, 20457 Hamburg");
        (await Shop.RefusalAsync(() => shop.Orders.ChangeDeliveryAddressAsync(shop.Call(), "FF-10043", "Hafenstrasse 5", "20457", "Hamburg"))).ShouldContain("a person changes the address");
        (await shop.Accounts.GetAccountAsync(shop.Call())).Address.ShouldBe("Lindenweg 7, 10115 Berlin");
    }

    [Theory]
    [InlineData(AccountField.Phone, "+49 30 23125 088", true)]
    [InlineData(AccountField.Phone, "call me", false)]
    [InlineData(AccountField.Email, "maria.brandt@example.org", true)]
    [InlineData(AccountField.Email, "maria", false)]
    [InlineData(AccountField.Address, "Mill Lane 12, 10999 Berlin", true)]
    [InlineData(AccountField.Address, "somewhere", false)]
    public async Task An_account_takes_only_what_fits_the_field(object field, string value, bool fits)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        var before = await shop.Accounts.GetAccountAsync(shop.Call());
        Task Update() => shop.Accounts.UpdateAccountAsync(shop.Call(), (AccountField)field, value);

        if (fits)
        {
            await Update();
            (await shop.Accounts.GetAccountAsync(shop.Call())).Message.ShouldContain(value);
        }
        else
        {
            (await Shop.RefusalAsync(Update)).ShouldContain("Nothing was changed");
            (await shop.Accounts.GetAccountAsync(shop.Call())).ShouldBe(before);
        }
    }

    [Fact]
    public async Task Previews_tell_what_would_change_and_change_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();

        (await shop.Billing.PreviewRefundAsync(shop.Call(), "FF-10038", 179, "came back")).ShouldBe(
            "Pays €179.00 of FF-10038 (Breeze air purifier, €179.00) back to the credit card ending in 4417 of Maria Brandt. Given as the reason: came back");
        (await shop.Accounts.PreviewUpdateAsync(shop.Call(), AccountField.Email, "new@example.org")).ShouldBe(
            "Changes the e-mail address of Maria Brandt to new@example.org; it was maria@example.com.");
        (await shop.Orders.PreviewCancelAsync(shop.Call(), "FF-10044")).ShouldContain("Fern tablecloth");
        (await shop.CountAsync("support_refunds")).ShouldBe(0);
        (await shop.Accounts.GetAccountAsync(shop.Call())).Email.ShouldBe("maria@example.com");
    }

    [Fact]
    public async Task Without_the_order_system_nothing_is_said_nor_changed_and_products_are_still_found()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        shop.Options.OrderSystemDown = true;

        foreach (var call in (Func<Task>[])
        [
            () => shop.Orders.FindOrdersAsync(shop.Call()),
            () => shop.Orders.GetOrderStatusAsync(shop.Call(), "FF-10042"),
            () => shop.Orders.CancelOrderAsync(shop.Call(), "FF-10044"),
            () => shop.Billing.RequestRefundAsync(shop.Call(), "FF-10039", 10),
            () => shop.Accounts.GetAccountAsync(shop.Call()),
            () => shop.VerifyAsync(),
        ])
        {
            (await Shop.RefusalAsync(call)).ShouldStartWith(OrderSystem.Down);
        }

        (await new ProductTools(shop.Store).SearchProductsAsync("kettles")).Products.ShouldContain(product => product.Product == "Brook kettle");
        shop.Options.OrderSystemDown = false;
        (await shop.Orders.GetOrderStatusAsync(shop.Call(), "FF-10044")).Status.ShouldBe("packing");
        (await shop.CountAsync("support_refunds")).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_fails_is_an_order_system_that_does_not_answer()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync();
        await using (var command = shop.DataSource.CreateCommand("ALTER TABLE support_orders RENAME TO support_orders_gone"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await Shop.RefusalAsync(() => shop.Orders.GetOrderStatusAsync(shop.Call(), "FF-10042"))).ShouldStartWith(OrderSystem.Down);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task The_demo_shop_may_be_opened_again_and_untouched_orders_go_on_with_the_calendar(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();
        await shop.Orders.CancelOrderAsync(shop.Call(), "FF-10044");
        var before = (await shop.Orders.FindOrdersAsync(shop.Call())).Orders;
        shop.Time.Now += TimeSpan.FromDays(7);

        await SupportSeed.ApplyAsync(shop.Store, shop.Time, TestContext.Current.CancellationToken);

        var after = (await shop.Orders.FindOrdersAsync(shop.Call())).Orders;
        after.Count.ShouldBe(before.Count);
        after.Single(order => order.OrderNumber == "FF-10044").ShouldBe(before.Single(order => order.OrderNumber == "FF-10044"));
        after.Single(order => order.OrderNumber == "FF-10042").Placed.ShouldBe("2026-03-21");
        (await shop.CountAsync("support_claims")).ShouldBe(3);
    }
}
