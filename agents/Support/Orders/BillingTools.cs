using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Orders;

/// <summary>Invoices and refunds.</summary>
internal sealed class BillingTools(OrderSystem orders)
{
    /// <summary>The rate of the prices' value added tax.</summary>
    private const decimal TaxRate = 0.19m;

    [Tool("get_invoice", Effect = ToolEffect.Read, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Get the invoice or bill of an order: what was charged, tax, how it was paid, what was refunded. Changes nothing.")]
    public Task<SupportResult> GetInvoiceAsync(
        ToolContext context,
        [Description(OrderTools.NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            if (order.ShippedAt is not { } shipped)
            {
                throw new ToolException($"{order.Number} is {order.Status}: there is no invoice. It is written, and {order.Payment} is charged, when an order leaves us.");
            }

            var refunded = await connection.SumRefundsAsync(account, order.Number, cancellationToken);
            var text = new StringBuilder($"Invoice INV-{order.Number[3..]} of {orders.Day(shipped)} for {order.Number}:");
            foreach (var item in order.Items)
            {
                text.Append($"\n- {item}: {Wording.Money(item.Cents)}");
            }

            var tax = (long)Math.Round(order.TotalCents - (order.TotalCents / (1 + TaxRate)), MidpointRounding.AwayFromZero);
            text.Append($"\n- shipping: {Wording.Money(order.ShippingCents)}\nTotal {Wording.Money(order.TotalCents)}, {Wording.Money(tax)} of it value added tax, paid by {order.Payment}.");
            text.Append(refunded > 0 ? $" {Wording.Money(refunded)} were refunded." : "");
            return new SupportResult(text.ToString(), "invoiced", order.Number, $"INV-{order.Number[3..]}", order.TotalCents / 100m);
        },
        cancellationToken);

    [Tool("request_refund", Effect = ToolEffect.Destructive, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Preview = nameof(PreviewRefundAsync), Intents = ["refund", "money back", "reimburse", "pay back", "money"])]
    [Description("Request a refund: pay money of an order back to the customer, for what has come back to us or was reported damaged. Above a limit a person decides first.")]
    public Task<SupportResult> RequestRefundAsync(
        ToolContext context,
        [Description(OrderTools.NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        [Description("How much, in euros; get_order_status says what can be refunded.")][Range(0.01, 10_000)] decimal amount,
        [Description("Why, in the customer's words, if the customer says.")][StringLength(500)] string? reason = null,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "request_refund",
        context,
        [orderNumber, amount.ToString(System.Globalization.CultureInfo.InvariantCulture), reason],
        async (connection, account) =>
        {
            // One refund of a customer at a time: the sums below must not move.
            await connection.LockAccountAsync(account, cancellationToken);
            await connection.LockOrderAsync(account, orderNumber, cancellationToken);
            var now = context.Time.GetUtcNow();
            var (order, cents) = await DemandRefundableAsync(connection, account, orderNumber, amount, cancellationToken);
            var isAutomatic = amount <= orders.Options.RefundLimit;
            var before = await connection.SumAutomaticRefundsAsync(account, now - ShopRules.RefundWindow, cancellationToken);
            if (isAutomatic && before + cents > orders.Options.RefundLimit * 100)
            {
                throw new ToolException(
                    $"Of the last {ShopRules.RefundWindow.Days} days, {Wording.Money(before)} were refunded without a person already; together no more than {Wording.Money(orders.Options.RefundLimit * 100L)} are. Ask for a person. Nothing was paid.");
            }

            var number = RecordNumber.New("RF-", orders.Ids);
            await connection.AddRefundAsync(account, number, order.Number, cents, isAutomatic, Wording.Clean(reason ?? ""), now, cancellationToken);
            return new SupportResult(
                $"Refunded: {Wording.Money(cents)} of {order.Number}, number {number}. It goes back to {order.Payment} and arrives within {ShopRules.RefundWorkingDays} working days.",
                "refunded",
                order.Number,
                number,
                cents / 100m);
        },
        cancellationToken);

    internal Task<string> PreviewRefundAsync(ToolContext context, string orderNumber, decimal amount, string? reason = null, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var (order, cents) = await DemandRefundableAsync(connection, account, orderNumber, amount, cancellationToken);
            var customer = await connection.FindCustomerAsync(account, cancellationToken);
            return $"Pays {Wording.Money(cents)} of {order.Number} ({order.Contents}, {Wording.Money(order.TotalCents)}) back to {order.Payment} of {customer!.Name}."
                + (string.IsNullOrWhiteSpace(reason) ? "" : $" Given as the reason: {Wording.Clean(reason)}");
        },
        cancellationToken);

    private static async Task<(Order Order, long Cents)> DemandRefundableAsync(
        TableConnection connection, Accounts.Account account, string orderNumber, decimal amount, CancellationToken cancellationToken)
    {
        var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
        if (decimal.Round(amount, 2) != amount)
        {
            throw new ToolException($"{amount} is no amount in euros and cents. Nothing was paid.");
        }

        var cents = (long)(amount * 100);
        var claims = await connection.ReadClaimsAsync(account, order.Number, cancellationToken);
        var refundable = order.RefundableCents(claims, await connection.SumRefundsAsync(account, order.Number, cancellationToken));
        if (refundable == 0)
        {
            throw new ToolException(
                order.Status is Order.Packing or Order.Cancelled ? $"{order.Number} is {order.Status} and was not charged, so there is nothing to refund."
                : claims.Any(static claim => !claim.IsDue) ? $"The return of {order.Number} has not reached us yet. It can be refunded when the parcel has arrived. Nothing was paid."
                : $"Nothing of {order.Number} can be refunded now: a refund follows a return that has reached us, or a report of damage. Nothing was paid.");
        }

        return cents <= refundable ? (order, cents) : throw new ToolException($"Of {order.Number}, {Wording.Money(refundable)} can be refunded at most, not {Wording.Money(cents)}. Nothing was paid.");
    }
}
