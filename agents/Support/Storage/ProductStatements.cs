using Holdfast.Agents.Support.Products;

namespace Holdfast.Agents.Support.Storage;

/// <summary>What is read and written of products.</summary>
internal static class ProductStatements
{
    public static Task<IReadOnlyList<Product>> ReadProductsAsync(this TableConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        "SELECT id, name, category, price_cents, stock, summary, returnable, warranty_months FROM support_products ORDER BY position, id",
        static row => new Product(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt32(4), row.GetString(5), row.GetInt32(6) != 0, row.GetInt32(7)),
        cancellationToken);

    public static Task<IReadOnlyList<Review>> ReadReviewsAsync(this TableConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        "SELECT product, author, stars, words FROM support_reviews ORDER BY product, author",
        static row => new Review(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3)),
        cancellationToken);

    public static Task SaveProductAsync(this TableConnection connection, Product product, int position, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO support_products (id, name, category, price_cents, stock, summary, returnable, warranty_months, position)
        VALUES (@id, @name, @category, @price, @stock, @summary, @returnable, @warranty, @position)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, category = excluded.category, price_cents = excluded.price_cents,
            summary = excluded.summary, returnable = excluded.returnable, warranty_months = excluded.warranty_months, position = excluded.position
        """,
        cancellationToken,
        ("@id", product.Id),
        ("@name", product.Name),
        ("@category", product.Category),
        ("@price", product.PriceCents),
        ("@stock", product.Stock),
        ("@summary", product.Summary),
        ("@returnable", product.IsReturnable ? 1 : 0),
        ("@warranty", product.WarrantyMonths),
        ("@position", position));

    public static Task AddReviewAsync(this TableConnection connection, Review review, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "INSERT INTO support_reviews (product, author, stars, words) VALUES (@product, @author, @stars, @words) ON CONFLICT (product, author) DO NOTHING",
        cancellationToken,
        ("@product", review.Product),
        ("@author", review.Author),
        ("@stars", review.Stars),
        ("@words", review.Words));
}
