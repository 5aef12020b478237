using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;

namespace Holdfast.Agents.Support.Storage;

/// <summary>What is read and written of orders. Every statement names the owner: another customer's order is not found.</summary>
internal static class OrderStatements
{
    /// <summary>Returns the orders of an account, newest first.</summary>
    public static async Task<IReadOnlyList<Order>> ReadOrdersAsync(this TableConnection connection, Account account, string? number, CancellationToken cancellationToken)
    {
        var items = (await connection.QueryAsync(
            """
            SELECT i.order_number, i.line, p.name, i.quantity, i.unit_cents, p.returnable, p.warranty_months
            FROM support_order_items i JOIN support_orders o ON o.number = i.order_number JOIN support_products p ON p.id = i.product
            WHERE o.tenant = @tenant AND o.user_id = @user ORDER BY i.order_number, i.line
            """,
            static row => (Number: row.GetString(0), Item: new OrderItem(row.GetInt32(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.GetInt32(5) != 0, row.GetInt32(6))),
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User))).ToLookup(static row => row.Number, static row => row.Item);
        return await connection.QueryAsync(
            $"""
            SELECT number, status, placed_at, shipped_at, expected_at, delivered_at, tracking, carrier_note, payment, shipping_cents, street, postcode, city
            FROM support_orders WHERE tenant = @tenant AND user_id = @user {(number is null ? "" : "AND number = @number")} ORDER BY placed_at DESC, number DESC LIMIT 50
            """,
            row => new Order(
                row.GetString(0),
                row.GetString(1),
                At(row.GetInt64(2)),
                row.IsDBNull(3) ? null : At(row.GetInt64(3)),
                At(row.GetInt64(4)),
                row.IsDBNull(5) ? null : At(row.GetInt64(5)),
                row.IsDBNull(6) ? null : row.GetString(6),
                row.IsDBNull(7) ? null : row.GetString(7),
                row.GetString(8),
                row.GetInt64(9),
                row.GetString(10),
                row.GetString(11),
                row.GetString(12),
                [.. items[row.GetString(0)]]),
            cancellationToken,
            [("@tenant", account.Tenant), ("@user", account.User), .. number is null ? Array.Empty<(string, object?)>() : [("@number", number)]]);
    }

    public static async Task<Order?> FindOrderAsync(this TableConnection connection, Account account, string number, CancellationToken cancellationToken) =>
        (await connection.ReadOrdersAsync(account, number, cancellationToken)).SingleOrDefault();

    /// <summary>Keeps other writers off an order until the transaction ends.</summary>
    public static Task LockOrderAsync(this TableConnection connection, Account account, string number, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE support_orders SET version = version + 1 WHERE number = @number AND tenant = @tenant AND user_id = @user",
            cancellationToken,
            ("@number", number),
            ("@tenant", account.Tenant),
            ("@user", account.User));

    /// <summary>Saves what of an order can change here: where it goes, and whether it goes at all.</summary>
    public static Task SaveOrderAsync(this TableConnection connection, Account account, Order order, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            UPDATE support_orders SET status = @status, street = @street, postcode = @postcode, city = @city
            WHERE number = @number AND tenant = @tenant AND user_id = @user
            """,
            cancellationToken,
            ("@number", order.Number),
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@status", order.Status),
            ("@street", order.Street),
            ("@postcode", order.Postcode),
            ("@city", order.City));

    public static Task<IReadOnlyList<Claim>> ReadClaimsAsync(this TableConnection connection, Account account, string number, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            """
            SELECT c.number, c.order_number, c.line, c.kind, c.received_at FROM support_claims c JOIN support_orders o ON o.number = c.order_number
            WHERE c.order_number = @number AND o.tenant = @tenant AND o.user_id = @user ORDER BY c.line
            """,
            static row => new Claim(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : At(row.GetInt64(4))),
            cancellationToken,
            ("@number", number),
            ("@tenant", account.Tenant),
            ("@user", account.User));

    public static Task AddClaimAsync(this TableConnection connection, Claim claim, string words, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO support_claims (number, order_number, line, kind, words, created_at, received_at)
            VALUES (@number, @order, @line, @kind, @words, @now, @received)
            """,
            cancellationToken,
            ("@number", claim.Number),
            ("@order", claim.OrderNumber),
            ("@line", claim.Line),
            ("@kind", claim.Kind),
            ("@words", words),
            ("@now", now.ToUnixTimeSeconds()),
            ("@received", claim.ReceivedAt?.ToUnixTimeSeconds()));

    /// <summary>Returns what was paid back of an order, in cents.</summary>
    public static async Task<long> SumRefundsAsync(this TableConnection connection, Account account, string number, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT CAST(coalesce(sum(amount_cents), 0) AS BIGINT) FROM support_refunds WHERE order_number = @number AND tenant = @tenant AND user_id = @user",
            static row => row.GetInt64(0),
            cancellationToken,
            ("@number", number),
            ("@tenant", account.Tenant),
            ("@user", account.User))).Single();

    /// <summary>Returns what was paid back to a customer without a person, in cents.</summary>
    public static async Task<long> SumAutomaticRefundsAsync(this TableConnection connection, Account account, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT CAST(coalesce(sum(amount_cents), 0) AS BIGINT) FROM support_refunds WHERE tenant = @tenant AND user_id = @user AND automatic = 1 AND created_at > @since",
            static row => row.GetInt64(0),
            cancellationToken,
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@since", since.ToUnixTimeSeconds()))).Single();

    public static Task AddRefundAsync(
        this TableConnection connection,
        Account account,
        string refund,
        string order,
        long cents,
        bool isAutomatic,
        string words,
        DateTimeOffset now,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO support_refunds (number, order_number, tenant, user_id, amount_cents, automatic, words, created_at)
            VALUES (@number, @order, @tenant, @user, @cents, @automatic, @words, @now)
            """,
            cancellationToken,
            ("@number", refund),
            ("@order", order),
            ("@tenant", account.Tenant),
            ("@user", account.User),
            ("@cents", cents),
            ("@automatic", isAutomatic ? 1 : 0),
            ("@words", words),
            ("@now", now.ToUnixTimeSeconds()));

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
