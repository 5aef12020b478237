namespace Holdfast.Agents.Support.Demo;

/// <summary>An order of the demo shop. Its days are counted from today, so that the shop is always in the middle of its work.</summary>
/// <param name="Number">The order's number.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Placed">How many days ago it was placed.</param>
/// <param name="Shipped">How many days ago it left, or null.</param>
/// <param name="Expected">In how many days it is expected, or below zero was.</param>
/// <param name="Delivered">How many days ago it was delivered, or null.</param>
/// <param name="CarrierNote">What the carrier wrote.</param>
/// <param name="Payment">How it was paid.</param>
/// <param name="Items">The products with their quantities.</param>
internal sealed record SeedOrder(
    string Number, string User, string Status, int Placed, int? Shipped, int Expected, int? Delivered, string? CarrierNote, string Payment, IReadOnlyList<(string Product, int Quantity)> Items);
