using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Tools;

namespace Holdfast.Tests.Snippets;

/// <summary>The tools of docs/tools.md.</summary>
public sealed class ShopTools(Shop shop)
{
    [Tool(Effect = ToolEffect.Read), Description("Finds products by a word of their name.")]
    public IReadOnlyList<string> FindProducts(
        [Description("A word of the name, such as tea."), MinLength(2)] string word,
        [Description("How many at most."), Range(1, 50)] int limit = 10) => shop.Find(word, limit);

    [Tool(Effect = ToolEffect.Read, CacheSeconds = 60), Description("Tells what shipping a product costs.")]
    public decimal ShippingCost([Description("The product's exact name.")] string product) => shop.ShippingOf(product);

    [Tool(Effect = ToolEffect.Write, Idempotent = true, Scope = "orders"), Description("Orders packs of one product for the user.")]
    public string OrderProduct(
        [Description("The product's exact name, as find_products lists it.")] string product,
        [Description("How many packs."), Range(1, 20)] int packs,
        ToolContext context)
    {
        if (!shop.Has(product))
        {
            throw new ToolException($"There is no product '{product}'. Call find_products first and use a name from its result.");
        }

        return shop.Order(context.Principal.User, product, packs, key: context.IdempotencyKey);
    }

    [Tool(Effect = ToolEffect.Destructive, Probe = nameof(WasPaidAsync)), Description("Pays an order. It cannot be taken back.")]
    public Task<string> PayOrderAsync([Description("The order's number.")] string order, ToolContext context, CancellationToken cancellationToken) =>
        shop.PayAsync(order, context.IdempotencyKey, cancellationToken);

    internal async Task<ToolProbe> WasPaidAsync(ToolContext context, CancellationToken cancellationToken) =>
        await shop.FindPaymentAsync(context.IdempotencyKey, cancellationToken) is { } receipt ? ToolProbe.Yes(receipt) : ToolProbe.No;
}
