namespace Holdfast.Agents.Support;

/// <summary>The products that fit a search.</summary>
/// <param name="Message">What was found, in words.</param>
/// <param name="Products">The products, best first.</param>
internal sealed record ProductListResult(string Message, IReadOnlyList<ProductResult> Products);
