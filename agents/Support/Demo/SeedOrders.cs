using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Orders;

namespace Holdfast.Agents.Support.Demo;

/// <summary>The customers of the demo shop and what they ordered.</summary>
internal static class SeedOrders
{
    private const string Visa = "the credit card ending in 4417";
    private const string Debit = "the bank account ending in 8802";

    public static IReadOnlyList<(string User, Customer Customer)> Customers { get; } =
    [
        ("maria", new("Maria Brandt", "maria@example.com", "+49 30 23125 077", "Lindenweg 7", "10115", "Berlin")),
        ("jonas", new("Jonas Adler", "jonas@example.com", "+49 40 66969 120", "Hafenstieg 3", "20457", "Hamburg")),
    ];

    public static IReadOnlyList<SeedOrder> All { get; } =
    [
        new("FF-10035", "maria", Order.Delivered, 52, 50, -48, 47, null, Visa, [("pan", 1)]),
        new("FF-10036", "maria", Order.Cancelled, 40, null, -36, null, null, Visa, [("basket", 1)]),
        new("FF-10038", "maria", Order.Delivered, 24, 23, -21, 20, "Left with the neighbour.", Visa, [("purifier", 1)]),
        new("FF-10039", "maria", Order.Delivered, 13, 12, -9, 10, null, Debit, [("lamps", 1), ("board", 1)]),
        new("FF-10041", "maria", Order.Delivered, 8, 7, -5, 5, "Put down at the door.", Visa, [("kettle", 1), ("gloves", 1)]),
        new("FF-10042", "maria", Order.Shipped, 2, 1, 2, null, null, Visa, [("espresso", 1)]),
        new("FF-10043", "maria", Order.Packing, 0, null, 4, null, null, Debit, [("bed", 1), ("hose", 1)]),
        new("FF-10044", "maria", Order.Packing, 0, null, 3, null, null, Visa, [("cloth", 1)]),
        new("FF-20011", "jonas", Order.Delivered, 9, 8, -6, 6, null, Debit, [("mower", 1)]),
        new("FF-20012", "jonas", Order.Packing, 1, null, 3, null, null, Debit, [("seeds", 2), ("scissors", 1)]),
    ];

    /// <summary>What came back or was reported: the purifier came back, one set of lamps arrived broken, and the mower is on its way back.</summary>
    public static IReadOnlyList<(Claim Claim, int Made, int? Received)> Claims { get; } =
    [
        (new("RT-4KD81M", "FF-10038", 1, Claim.Return, null), 12, 3),
        (new("DM-7QX20B", "FF-10039", 1, Claim.Damage, null), 8, null),
        (new("RT-9HF36T", "FF-20011", 1, Claim.Return, null), 2, null),
    ];
}
