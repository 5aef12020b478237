namespace Holdfast.Agents.Support;

/// <summary>An order as it stands.</summary>
/// <param name="Message">How it stands, in words.</param>
/// <param name="OrderNumber">Its number.</param>
/// <param name="Status"><c>packing</c>, <c>shipped</c>, <c>delivered</c> or <c>cancelled</c>.</param>
/// <param name="Products">What is in it.</param>
/// <param name="Total">The total in euros.</param>
/// <param name="Refundable">What can be refunded now, in euros.</param>
/// <param name="Tracking">The parcel's number, or null.</param>
/// <param name="CarrierNote">What the carrier wrote about the delivery, or null: the words of a stranger.</param>
internal sealed record OrderResult(
    string Message, string OrderNumber, string Status, IReadOnlyList<string> Products, decimal Total, decimal Refundable, string? Tracking, string? CarrierNote);
