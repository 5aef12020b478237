using FsCheck;
using FsCheck.Fluent;
using Holdfast.Agents.Support;
using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;

namespace Holdfast.Agents.Tests.Support;

/// <summary>Nothing of an account is shown or changed before its owner was found in the session, and never for anybody else.</summary>
public sealed class IdentityTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Nothing_is_shown_or_changed_before_the_check_nor_in_another_session(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        await shop.VerifyAsync();

        foreach (var call in EveryCall(shop, () => shop.Call(session: Guid.NewGuid()), "FF-10041"))
        {
            (await Shop.RefusalAsync(call)).ShouldContain("verify that it is you");
        }

        (await shop.Orders.GetOrderStatusAsync(shop.Call(), "FF-10042")).Tracking.ShouldBe("PX10042DE");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Wrong_answers_are_limited_and_do_not_say_what_was_wrong(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);
        var wrong = new List<SupportResult>
        {
            await shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-10041", "jonas@example.com"),
            await shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-20011", "maria@example.com"),
            await shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-99999", "maria@example.com"),
            await shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-10041", "maria@example.com", "20457"),
        };

        wrong.ShouldAllBe(result => result.Status == "not-verified");
        wrong.Select(result => result.Message.Split('.')[0]).Distinct().ShouldHaveSingleItem();
        (await shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-10041", postcode: "99999")).Status.ShouldBe("locked");
        (await shop.VerifyAsync()).Status.ShouldBe("locked");
        (await shop.Identity.VerifyIdentityAsync(shop.Call(session: Guid.NewGuid()), "FF-10041", "maria@example.com")).Status.ShouldBe("locked");
        (await shop.VerifyAsync("jonas")).Status.ShouldBe("verified");
        shop.Time.Now += TimeSpan.FromHours(25);
        (await shop.VerifyAsync()).Status.ShouldBe("verified");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Twenty_guesses_at_once_are_no_more_than_five(string engine)
    {
        await using var shop = await Shop.OpenAsync(engine);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => Task.Run(() => shop.Identity.VerifyIdentityAsync(shop.Call(), "FF-10041", postcode: $"{20000 + guess}"))));

        (await shop.CountAsync("support_identity_attempts")).ShouldBe(5);
    }

    [Fact]
    public async Task A_repeated_call_counts_once()
    {
        await using var shop = await Shop.OpenAsync();
        var call = shop.Call(key: "call-1");

        var first = await shop.Identity.VerifyIdentityAsync(call, "FF-10041", postcode: "99999");

        (await shop.Identity.VerifyIdentityAsync(call, "FF-10041", postcode: "99999")).ShouldBe(first);
        (await shop.CountAsync("support_identity_attempts")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_not_signed_in_or_has_no_account_cannot_be_verified_at_all()
    {
        await using var shop = await Shop.OpenAsync();

        (await Shop.RefusalAsync(() => shop.Identity.VerifyIdentityAsync(shop.Call("anonymous"), "FF-10041", "maria@example.com"))).ShouldContain("not signed in");
        (await Shop.RefusalAsync(() => shop.Identity.VerifyIdentityAsync(shop.Call("nobody"), "FF-10041", "maria@example.com"))).ShouldContain("no customer account");
        (await Shop.RefusalAsync(() => shop.Identity.VerifyIdentityAsync(shop.Call(tenant: "other"), "FF-10041", "maria@example.com"))).ShouldContain("no customer account");
    }

    [Fact]
    public async Task Another_customers_orders_are_as_if_they_did_not_exist()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.VerifyAsync("jonas");
        var missing = new List<string>();
        foreach (var call in EveryCall(shop, () => shop.Call("jonas"), "FF-99999"))
        {
            missing.Add(await Shop.RefusalAsync(call));
        }

        foreach (var order in (string[])["FF-10035", "FF-10036", "FF-10038", "FF-10039", "FF-10041", "FF-10042", "FF-10043", "FF-10044"])
        {
            var refused = new List<string>();
            foreach (var call in EveryCall(shop, () => shop.Call("jonas"), order))
            {
                refused.Add((await Shop.RefusalAsync(call)).Replace(order, "FF-99999", StringComparison.Ordinal));
            }

            refused.ShouldBe(missing);
        }

        (await shop.CountAsync("support_refunds")).ShouldBe(0);
        (await shop.CountAsync("support_claims")).ShouldBe(3);
    }

    [Fact]
    public async Task Whatever_is_tried_in_whatever_order_nobody_sees_or_changes_what_is_anothers()
    {
        await using var shop = await Shop.OpenAsync();
        var users = Gen.Elements("maria", "jonas", "anonymous", "nobody");
        var orders = Gen.Elements("FF-10038", "FF-10039", "FF-10041", "FF-10044", "FF-20011", "FF-20012", "FF-99999");
        var acts = from user in users from order in orders from act in Gen.Choose(0, 7) from session in Gen.Choose(0, 2) select (user, order, act, session);

        Prop.ForAll(acts.ListOf().Where(list => list.Count is > 0 and < 12).ToArbitrary(), list => TryAsync(shop, list).GetAwaiter().GetResult()).Check(
            Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260316, 7));

        // The addresses of orders are only ever their owners', the demo's or the one that the acts give.
        (await shop.CountAsync("support_refunds r JOIN support_orders o ON o.number = r.order_number WHERE o.user_id <> r.user_id")).ShouldBe(0);
        (await shop.CountAsync("support_verifications WHERE user_id NOT IN ('maria', 'jonas')")).ShouldBe(0);
    }

    private static async Task<bool> TryAsync(Shop shop, IList<(string User, string Order, int Act, int Session)> acts)
    {
        foreach (var (user, order, act, session) in acts)
        {
            var call = shop.Call(user, session: new Guid(session, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));
            var isOwn = order.StartsWith("FF-1", StringComparison.Ordinal) ? user == "maria" : order.StartsWith("FF-2", StringComparison.Ordinal) && user == "jonas";
            try
            {
                var done = act < 6 ? null : act == 6
                    ? await shop.Identity.VerifyIdentityAsync(call, order, "maria@example.com")
                    : await shop.Identity.VerifyIdentityAsync(call, order, postcode: "20457");
                if (done is { Status: "verified" } && user is not ("maria" or "jonas"))
                {
                    return false;
                }

                if (act < 6)
                {
                    await EveryCall(shop, () => call, order).ElementAt(act)();
                    if (!isOwn)
                    {
                        return false;
                    }
                }
            }
            catch (Holdfast.Tools.ToolException)
            {
                // Refused: the way it should be for others, and may be for the owner.
            }
        }

        return true;
    }

    /// <summary>Every tool that is about an order.</summary>
    private static IEnumerable<Func<Task>> EveryCall(Shop shop, Func<Holdfast.Tools.ToolContext> context, string order) =>
    [
        () => shop.Orders.GetOrderStatusAsync(context(), order),
        () => shop.Billing.GetInvoiceAsync(context(), order),
        () => shop.Returns.StartReturnAsync(context(), order, ArticleCondition.Unopened),
        () => shop.Returns.ReportDamageAsync(context(), order, "broken"),
        () => shop.Billing.RequestRefundAsync(context(), order, 5),
        () => shop.Orders.ChangeDeliveryAddressAsync(context(), order, "Ringstrasse 1", "10999", "Berlin"),
        () => shop.Orders.CancelOrderAsync(context(), order),
    ];
}
