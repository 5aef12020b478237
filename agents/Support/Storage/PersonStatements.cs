namespace Holdfast.Agents.Support.Storage;

/// <summary>Where the shop keeps data of persons, and what becomes of them when a person is erased.</summary>
/// <remarks>Orders, claims and refunds stay for the books, with numbers, amounts and days, and without whose they were, where they went and what was written with them.</remarks>
internal static class PersonStatements
{
    private const string OwnOrders = "SELECT number FROM support_orders WHERE tenant = @tenant AND user_id = @user";

    public static IReadOnlyList<(string Kind, string Query)> Queries { get; } =
    [
        ("customer", "SELECT name, email, phone, street, postcode, city FROM support_customers WHERE tenant = @tenant AND user_id = @user"),
        ("order", "SELECT number, status, placed_at, shipped_at, expected_at, delivered_at, tracking, carrier_note, payment, shipping_cents, street, postcode, city FROM support_orders WHERE tenant = @tenant AND user_id = @user ORDER BY placed_at, number"),
        ("order-item", $"SELECT order_number, line, product, quantity, unit_cents FROM support_order_items WHERE order_number IN ({OwnOrders}) ORDER BY order_number, line"),
        ("claim", $"SELECT number, order_number, line, kind, words, created_at, received_at FROM support_claims WHERE order_number IN ({OwnOrders}) ORDER BY created_at, number"),
        ("refund", "SELECT number, order_number, amount_cents, automatic, words, created_at FROM support_refunds WHERE tenant = @tenant AND user_id = @user ORDER BY created_at, number"),
        ("verification", "SELECT session, verified_at FROM support_verifications WHERE tenant = @tenant AND user_id = @user ORDER BY verified_at"),
        ("failed-verification", "SELECT failed_at FROM support_identity_attempts WHERE tenant = @tenant AND user_id = @user ORDER BY failed_at"),
    ];

    public static IReadOnlyList<string> Erasures { get; } =
    [
        "DELETE FROM support_customers WHERE tenant = @tenant AND user_id = @user",
        "DELETE FROM support_verifications WHERE tenant = @tenant AND user_id = @user",
        "DELETE FROM support_identity_attempts WHERE tenant = @tenant AND user_id = @user",
        $"UPDATE support_claims SET words = '' WHERE order_number IN ({OwnOrders})",
        "UPDATE support_refunds SET user_id = @nobody, words = '' WHERE tenant = @tenant AND user_id = @user",
        "UPDATE support_orders SET user_id = @nobody, street = '', postcode = '', city = '', tracking = NULL, carrier_note = NULL, version = version + 1 WHERE tenant = @tenant AND user_id = @user",
    ];
}
