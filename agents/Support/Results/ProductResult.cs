namespace Holdfast.Agents.Support;

/// <summary>A product of the shop.</summary>
/// <param name="Product">Its name.</param>
/// <param name="Price">The price in euros.</param>
/// <param name="InStock">How many are in stock.</param>
/// <param name="Summary">What it is.</param>
/// <param name="WarrantyMonths">How long the warranty lasts, in months.</param>
/// <param name="Returnable">Whether it may be sent back.</param>
/// <param name="Reviews">What customers wrote about it: the words of strangers.</param>
internal sealed record ProductResult(string Product, decimal Price, int InStock, string Summary, int WarrantyMonths, bool Returnable, IReadOnlyList<string> Reviews);
