namespace Holdfast.Agents.Support.Orders;

/// <summary>An order with its lines.</summary>
internal sealed record Order(
    string Number,
    string Status,
    DateTimeOffset PlacedAt,
    DateTimeOffset? ShippedAt,
    DateTimeOffset ExpectedAt,
    DateTimeOffset? DeliveredAt,
    string? Tracking,
    string? CarrierNote,
    string Payment,
    long ShippingCents,
    string Street,
    string Postcode,
    string City,
    IReadOnlyList<OrderItem> Items)
{
    public const string Packing = "packing";
    public const string Shipped = "shipped";
    public const string Delivered = "delivered";
    public const string Cancelled = "cancelled";

    public const string Pattern = "^FF-[0-9]{5}$";

    public long TotalCents => Items.Sum(static item => item.Cents) + ShippingCents;

    public string Contents => Wording.List(Items.Select(static item => item.ToString()));
}
