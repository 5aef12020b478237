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
    public void Whatever_is_tried_in_whatever_order_only_the_owner_who_was_checked_in_the_session_gets_anywhere()
    {
        var users = Gen.Elements("maria", "maria", "maria", "jonas", "jonas", "anonymous", "nobody");
        var orders = Gen.Elements("FF-10038", "FF-10039", "FF-10041", "FF-10044", "FF-20011", "FF-20012", "FF-99999");
        var acts = from user in users from order in orders from act in Gen.Choose(0, 10) from session in Gen.Choose(0, 1) select (user, order, act, session);
        var served = 0;

        Prop.ForAll(Gen.ListOf(acts, 20).ToArbitrary(), async list => served += await TryAsync([.. list])).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

        served.ShouldBeGreaterThan(10, "Somebody has to be served, or nothing was tried.");
    }

    /// <summary>Tries acts one after the other, and returns how many of them were carried out: each of them must be its owner's.</summary>
    private static async Task<int> TryAsync(IReadOnlyList<(string User, string Order, int Act, int Session)> acts)
    {
        await using var shop = await Shop.OpenAsync();
        var known = new HashSet<(string, int)>();
        var served = 0;
        foreach (var (user, order, act, session) in acts)
        {
            var call = shop.Call(user, session: new Guid(session + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));
            try
            {
                if (act >= 7)
                {
                    // Two of four give what is right for maria, one what is right for jonas, one what is right for nobody.
                    var (number, email) = act == 9 ? ("FF-20011", "jonas@example.com") : act == 10 ? (order, "jonas@example.org") : ("FF-10041", "maria@example.com");
                    if ((await shop.Identity.VerifyIdentityAsync(call, number, email)).Status == "verified" && known.Add((user, session)))
                    {
                        email.ShouldBe($"{user}@example.com");
                    }

                    continue;
                }

                await EveryCall(shop, () => call, order).ElementAt(act)();
                served++;
                order.ShouldStartWith(user == "maria" ? "FF-1" : "FF-2");
                user.ShouldBeOneOf("maria", "jonas");
                known.ShouldContain((user, session));
            }
            catch (Holdfast.Tools.ToolException)
            {
                // Refused: as it has to be for others, and may be for the owner.
            }
        }

        return served;
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
