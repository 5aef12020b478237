namespace Holdfast.Agents.Support.Products;

/// <summary>What a customer wrote about a product: the words of a stranger.</summary>
internal sealed record Review(string Product, string Author, int Stars, string Words);
