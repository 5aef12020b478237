using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Products;

/// <summary>What everybody may ask about products. It does not need the order system.</summary>
internal sealed class ProductTools(SupportStore store)
{
    private const int Most = 5;
    private const int MostReviews = 3;

    [Tool("search_products", Effect = ToolEffect.Read, Returns = Integrity.Trusted, UntrustedFields = ["reviews"], Audience = Audience.Anyone, Reach = ToolReach.Inside)]
    [Description("Search the products that this shop for garden and household sells (a hose, kettle, mower, pan, gloves, seeds): what is on offer, how much it costs, whether it is in stock, what customers say about it. How a product is used, cleaned or repaired is not here but in the pages.")]
    public Task<ProductListResult> SearchProductsAsync(
        [Description("The product or the kind of product.")][StringLength(200, MinimumLength = 1)] string query,
        CancellationToken cancellationToken = default) => store.Tables.ReadAsync(
        async connection =>
        {
            var words = WordsOf(query).ToHashSet(StringComparer.Ordinal);
            var products = await connection.ReadProductsAsync(cancellationToken);
            var reviews = (await connection.ReadReviewsAsync(cancellationToken)).ToLookup(static review => review.Product);
            var found = products.Select(product => (product, Score: Score(product, words))).Where(static entry => entry.Score > 0)
                .OrderByDescending(static entry => entry.Score).Take(Most).Select(static entry => entry.product).ToList();
            return new ProductListResult(
                found.Count == 0
                    ? $"No product fits '{query}'. We have: {Wording.List(products.Select(static product => product.Category).Distinct())}."
                    : string.Join('\n', found.Select(static product => $"- {product.Name}, {Wording.Money(product.PriceCents)}, {(product.Stock == 0 ? "sold out" : $"{product.Stock} in stock")}: {product.Summary}")),
                [.. found.Select(product => new ProductResult(
                    product.Name,
                    product.PriceCents / 100m,
                    product.Stock,
                    product.Summary,
                    product.WarrantyMonths,
                    product.IsReturnable,
                    [.. reviews[product.Id].Take(MostReviews).Select(static review => $"{review.Stars} of 5, {review.Author}: {review.Words}")]))]);
        },
        cancellationToken);

    /// <summary>Words of a name count more than those of a category, and these more than those of the summary.</summary>
    private static int Score(Product product, HashSet<string> words) =>
        (4 * WordsOf(product.Name).Count(words.Contains)) + (2 * WordsOf(product.Category).Count(words.Contains)) + WordsOf(product.Summary).Count(words.Contains);

    private static IEnumerable<string> WordsOf(string text) => text.ToLowerInvariant()
        .Split([' ', ',', '.', '-', '?', '!', '\'', '"', '(', ')', '/', ':', ';'], StringSplitOptions.RemoveEmptyEntries)
        .Where(static word => word.Length > 2).Select(static word => word.EndsWith('s') && word.Length > 3 ? word[..^1] : word).Distinct();
}
