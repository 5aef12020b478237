namespace Holdfast.Agents.Support;

/// <summary>An order in a list.</summary>
/// <param name="OrderNumber">Its number, such as <c>FF-10041</c>.</param>
/// <param name="Items">What is in it.</param>
/// <param name="Status"><c>packing</c>, <c>shipped</c>, <c>delivered</c> or <c>cancelled</c>.</param>
/// <param name="Placed">When it was placed, as an ISO date.</param>
/// <param name="Total">The total in euros.</param>
internal sealed record OrderLine(string OrderNumber, string Items, string Status, string Placed, decimal Total);
