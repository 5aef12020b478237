using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Orders;

/// <summary>What a customer can ask and change about orders under way.</summary>
internal sealed class OrderTools(OrderSystem orders)
{
    public const string NumberText = "The order number, such as FF-12345. If it is not known, look it up with find_orders.";

    [Tool("find_orders", Effect = ToolEffect.Read, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Find and list all my orders with their numbers, what is in them and their status. Changes nothing.")]
    public Task<OrderListResult> FindOrdersAsync(ToolContext context, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var found = await connection.ReadOrdersAsync(account, null, cancellationToken);
            var lines = found.Select(order => new OrderLine(
                order.Number, order.Contents, order.Status, orders.DateOf(order.PlacedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), order.TotalCents / 100m)).ToList();
            return new OrderListResult(
                found.Count == 0 ? "You have no orders." : "Your orders:\n" + string.Join('\n', found.Select(order => $"- {order.Number}: {order.Contents}, {order.Status}, placed on {orders.Day(order.PlacedAt)}, {Wording.Money(order.TotalCents)}")),
                lines);
        },
        cancellationToken);

    [Tool("get_order_status", Effect = ToolEffect.Read, Returns = Integrity.Trusted, UntrustedFields = ["carrierNote"], Reach = ToolReach.Inside)]
    [Description("Get the status of an order: where is my order or parcel, has it shipped, when will it arrive, tracking number, what can be refunded. Changes nothing.")]
    public Task<OrderResult> GetOrderStatusAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            var claims = await connection.ReadClaimsAsync(account, order.Number, cancellationToken);
            var refunded = await connection.SumRefundsAsync(account, order.Number, cancellationToken);
            var refundable = order.RefundableCents(claims, refunded);
            var message = order.Status switch
            {
                Order.Packing => $"{order.Number} ({order.Contents}, {Wording.Money(order.TotalCents)}) is being packed and has not left yet. It is expected on {orders.Day(order.ExpectedAt)}, at {order.Street}, {order.Postcode} {order.City}. It can still be cancelled.",
                Order.Shipped => $"{order.Number} ({order.Contents}, {Wording.Money(order.TotalCents)}) left us on {orders.Day(order.ShippedAt!.Value)} with the parcel number {order.Tracking} and is expected on {orders.Day(order.ExpectedAt)}.",
                Order.Delivered => $"{order.Number} ({order.Contents}, {Wording.Money(order.TotalCents)}) was delivered on {orders.Day(order.DeliveredAt!.Value)}.",
                _ => $"{order.Number} ({order.Contents}) was cancelled. It was never charged.",
            };
            foreach (var claim in claims)
            {
                var item = order.Items.Single(item => item.Line == claim.Line);
                message += claim.Kind == Claim.Damage ? $" Damage of {item} is on file ({claim.Number})."
                    : claim.ReceivedAt is { } received ? $" {item} came back to us on {orders.Day(received)} ({claim.Number})."
                    : $" A return of {item} is open ({claim.Number}); we wait for the parcel.";
            }

            message += refunded > 0 ? $" {Wording.Money(refunded)} were refunded." : "";
            message += refundable > 0 ? $" {Wording.Money(refundable)} can be refunded now." : "";
            return new OrderResult(
                message, order.Number, order.Status, [.. order.Items.Select(static item => item.Product)], order.TotalCents / 100m, refundable / 100m, order.Tracking, order.CarrierNote);
        },
        cancellationToken);

    [Tool("cancel_order", Effect = ToolEffect.Destructive, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Preview = nameof(PreviewCancelAsync))]
    [Description("Cancel an order for good, by its number, as long as it has not left us. An order that has left can be returned after its delivery.")]
    public Task<SupportResult> CancelOrderAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "cancel_order",
        context,
        [orderNumber],
        async (connection, account) =>
        {
            await connection.LockOrderAsync(account, orderNumber, cancellationToken);
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            if (order.Status == Order.Cancelled)
            {
                return new SupportResult($"{order.Number} was cancelled already. Nothing is left to do.", Order.Cancelled, order.Number);
            }

            DemandNotSent(order, "be cancelled");
            await connection.SaveOrderAsync(account, order with { Status = Order.Cancelled }, cancellationToken);
            return new SupportResult($"Cancelled: {order.Number}, {order.Contents}. It was not charged yet, so there is nothing to pay back.", Order.Cancelled, order.Number);
        },
        cancellationToken);

    [Tool("change_delivery_address", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Preview = nameof(PreviewAddressAsync), Intents = ["address", "deliver", "send", "ship", "change", "redirect"])]
    [Description("Change the delivery address of an order that has not left us yet: where the parcel is sent to. The account keeps its address.")]
    public Task<SupportResult> ChangeDeliveryAddressAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        [Description("Street and house number.")][StringLength(100, MinimumLength = 3)] string street,
        [Description("The postcode, five digits.")][RegularExpression("^[0-9]{5}$")] string postcode,
        [Description("The city.")][StringLength(60, MinimumLength = 2)] string city,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "change_delivery_address",
        context,
        [orderNumber, street, postcode, city],
        async (connection, account) =>
        {
            await connection.LockOrderAsync(account, orderNumber, cancellationToken);
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            DemandNotSent(order, "go to another address");
            if (order.TotalCents > ShopRules.RedirectCents)
            {
                throw new ToolException(
                    $"{order.Number} is worth {Wording.Money(order.TotalCents)}. Above {Wording.Money(ShopRules.RedirectCents)} a person changes the address: ask for one. Nothing was changed.");
            }

            var moved = order with { Street = Wording.Clean(street), Postcode = postcode, City = Wording.Clean(city) };
            await connection.SaveOrderAsync(account, moved, cancellationToken);
            return new SupportResult($"{order.Number} goes to {moved.Street}, {moved.Postcode} {moved.City} now.", order.Status, order.Number);
        },
        cancellationToken);

    internal Task<string> PreviewCancelAsync(ToolContext context, string orderNumber, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            return $"Cancels {order.Number}, {order.Contents}, {Wording.Money(order.TotalCents)}, which is {order.Status}.";
        },
        cancellationToken);

    internal Task<string> PreviewAddressAsync(ToolContext context, string orderNumber, string street, string postcode, string city, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            return $"Sends {order.Number} ({order.Contents}, {Wording.Money(order.TotalCents)}) to {street}, {postcode} {city} instead of {order.Street}, {order.Postcode} {order.City}.";
        },
        cancellationToken);

    private static void DemandNotSent(Order order, string what)
    {
        if (order.Status != Order.Packing)
        {
            throw new ToolException(
                $"{order.Number} is {order.Status} and can no longer {what}."
                + (order.Status is Order.Shipped or Order.Delivered ? $" After its delivery it can be returned within {ShopRules.ReturnDays} days." : "") + " Nothing was changed.");
        }
    }
}
