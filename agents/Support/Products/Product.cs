namespace Holdfast.Agents.Support.Products;

/// <summary>A product of the shop.</summary>
internal sealed record Product(string Id, string Name, string Category, long PriceCents, int Stock, string Summary, bool IsReturnable, int WarrantyMonths);
