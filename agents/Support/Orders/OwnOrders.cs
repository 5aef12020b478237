using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Orders;

/// <summary>Finds the orders of a customer, their lines, and what of them can be refunded.</summary>
internal static class OwnOrders
{
    /// <summary>Returns the customer's order with a number.</summary>
    /// <exception cref="ToolException">There is none with this number, or it is somebody else's: the same words for both.</exception>
    public static async Task<Order> DemandOrderAsync(this TableConnection connection, Account account, string number, CancellationToken cancellationToken) =>
        await connection.FindOrderAsync(account, number, cancellationToken) ?? throw new ToolException(
            $"You have no order {number}. Check the number (such as FF-12345), or list your orders with find_orders.");

    /// <summary>Returns the line of an order that holds a product.</summary>
    /// <param name="order">The order.</param>
    /// <param name="product">The product's name; null where the order has one line.</param>
    /// <exception cref="ToolException">The order does not hold it, or holds several and none is named.</exception>
    public static OrderItem DemandItem(this Order order, string? product)
    {
        var fitting = product is null ? order.Items : [.. order.Items.Where(item => string.Equals(item.Product, product, StringComparison.OrdinalIgnoreCase))];
        return fitting.Count == 1 ? fitting[0] : throw new ToolException(
            product is null ? $"{order.Number} holds {order.Contents}. Which of them do you mean?" : $"{order.Number} does not hold {product}. It holds {order.Contents}.");
    }

    /// <summary>What can be paid back now: lines that were reported damaged or have come back, less what was paid back already.</summary>
    public static long RefundableCents(this Order order, IReadOnlyList<Claim> claims, long refundedCents) =>
        Math.Max(0, order.Items.Where(item => claims.Any(claim => claim.Line == item.Line && claim.IsDue)).Sum(static item => item.Cents) - refundedCents);
}
