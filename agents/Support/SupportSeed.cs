using Holdfast.Agents.Support.Demo;
using Holdfast.Agents.Support.Storage;

namespace Holdfast.Agents.Support;

/// <summary>The demo shop: household and garden things in Berlin, its customers <c>maria</c> and <c>jonas</c> of the tenant <c>default</c>, and their orders in every state.</summary>
public static class SupportSeed
{
    private const string Tenant = "default";

    /// <summary>Fills the tables. May be applied at every start: what customers changed stays, and the days of orders that nobody has touched go on with the calendar.</summary>
    /// <param name="store">The store, its tables created.</param>
    /// <param name="time">Says what "today" is.</param>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    public static Task ApplyAsync(SupportStore store, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        return store.Tables.WriteAsync(
            async connection =>
            {
                foreach (var (position, product) in SeedProducts.All.Index())
                {
                    await connection.SaveProductAsync(product, position, cancellationToken);
                }

                foreach (var review in SeedProducts.Reviews)
                {
                    await connection.AddReviewAsync(review, cancellationToken);
                }

                await AddCustomersAsync(connection, cancellationToken);
                foreach (var order in SeedOrders.All)
                {
                    await SaveOrderAsync(connection, order, now, cancellationToken);
                }

                await AddClaimsAsync(connection, now, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static async Task AddCustomersAsync(TableConnection connection, CancellationToken cancellationToken)
    {
        foreach (var (user, customer) in SeedOrders.Customers)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO support_customers (tenant, user_id, name, email, phone, street, postcode, city, version)
                VALUES (@tenant, @user, @name, @email, @phone, @street, @postcode, @city, 0) ON CONFLICT (tenant, user_id) DO NOTHING
                """,
                cancellationToken,
                ("@tenant", Tenant),
                ("@user", user),
                ("@name", customer.Name),
                ("@email", customer.Email),
                ("@phone", customer.Phone),
                ("@street", customer.Street),
                ("@postcode", customer.Postcode),
                ("@city", customer.City));
        }
    }

    private static async Task SaveOrderAsync(TableConnection connection, SeedOrder order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var customer = SeedOrders.Customers.Single(entry => entry.User == order.User).Customer;
        var products = order.Items.Select(item => (Product: SeedProducts.All.Single(product => product.Id == item.Product), item.Quantity)).ToList();
        var value = products.Sum(static item => item.Product.PriceCents * item.Quantity);
        await connection.ExecuteAsync(
            """
            INSERT INTO support_orders (number, tenant, user_id, status, placed_at, shipped_at, expected_at, delivered_at, tracking, carrier_note,
                payment, shipping_cents, street, postcode, city, version)
            VALUES (@number, @tenant, @user, @status, @placed, @shipped, @expected, @delivered, @tracking, @note, @payment, @shipping, @street, @postcode, @city, 0)
            ON CONFLICT (number) DO UPDATE SET placed_at = excluded.placed_at, shipped_at = excluded.shipped_at,
                expected_at = excluded.expected_at, delivered_at = excluded.delivered_at
                WHERE support_orders.version = 0
            """,
            cancellationToken,
            ("@number", order.Number),
            ("@tenant", Tenant),
            ("@user", order.User),
            ("@status", order.Status),
            ("@placed", DaysAgo(now, order.Placed)),
            ("@shipped", order.Shipped is { } shipped ? DaysAgo(now, shipped) : null),
            ("@expected", DaysAgo(now, -order.Expected)),
            ("@delivered", order.Delivered is { } delivered ? DaysAgo(now, delivered) : null),
            ("@tracking", order.Shipped is null ? null : $"PX{order.Number[3..]}DE"),
            ("@note", order.CarrierNote),
            ("@payment", order.Payment),
            ("@shipping", value >= ShopRules.FreeShippingCents ? 0 : ShopRules.ShippingCents),
            ("@street", customer.Street),
            ("@postcode", customer.Postcode),
            ("@city", customer.City));
        foreach (var (index, (product, quantity)) in products.Index())
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO support_order_items (order_number, line, product, quantity, unit_cents)
                VALUES (@number, @line, @product, @quantity, @unit) ON CONFLICT (order_number, line) DO NOTHING
                """,
                cancellationToken,
                ("@number", order.Number),
                ("@line", index + 1),
                ("@product", product.Id),
                ("@quantity", quantity),
                ("@unit", product.PriceCents));
        }
    }

    private static async Task AddClaimsAsync(TableConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (claim, made, received) in SeedOrders.Claims)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO support_claims (number, order_number, line, kind, words, created_at, received_at)
                VALUES (@number, @order, @line, @kind, '', @made, @received) ON CONFLICT (number) DO NOTHING
                """,
                cancellationToken,
                ("@number", claim.Number),
                ("@order", claim.OrderNumber),
                ("@line", claim.Line),
                ("@kind", claim.Kind),
                ("@made", DaysAgo(now, made)),
                ("@received", received is { } days ? DaysAgo(now, days) : null));
        }
    }

    private static long DaysAgo(DateTimeOffset now, int days) => now.AddDays(-days).ToUnixTimeSeconds();
}
