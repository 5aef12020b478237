using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Orders;

/// <summary>Sending back, and reporting damage.</summary>
internal sealed class ReturnTools(OrderSystem orders)
{
    private const string ProductText = "The product's name as in the order; leave out when the order holds one product only.";

    [Tool("start_return", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Intents = ["return", "send back", "give back", "take back", "back"])]
    [Description("Start a return of a product of a delivered order: send it back. Checks the time limit and gives a return number and label. The refund follows when the parcel has arrived.")]
    public Task<SupportResult> StartReturnAsync(
        ToolContext context,
        [Description(OrderTools.NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        [Description("The condition: unopened, opened (tried as in a shop) or used.")] ArticleCondition condition,
        [Description(ProductText)][StringLength(100)] string? product = null,
        [Description("Why, in the customer's words, if the customer says.")][StringLength(500)] string? reason = null,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "start_return",
        context,
        [orderNumber, condition.ToString(), product, reason],
        async (connection, account) =>
        {
            await connection.LockOrderAsync(account, orderNumber, cancellationToken);
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            var item = order.DemandItem(product);
            var now = context.Time.GetUtcNow();
            var days = DaysSinceDelivery(order, now);
            if (await OpenClaimAsync(connection, account, order, item, cancellationToken) is { } open)
            {
                return new SupportResult($"For {item} of {order.Number} there is {open.Number} already. Nothing was added.", open.Kind, order.Number, open.Number);
            }

            if (!item.IsReturnable)
            {
                throw new ToolException($"{item.Product} cannot be returned: seeds, gift cards and goods made to measure are excluded. Damage can be reported within {ShopRules.DamageDays} days.");
            }

            if (days > ShopRules.ReturnDays)
            {
                throw new ToolException(
                    $"{order.Number} was delivered {days} days ago, on {orders.Day(order.DeliveredAt!.Value)}; returns end after {ShopRules.ReturnDays} days. If it is faulty, the warranty of {item.WarrantyMonths} months holds: ask for a person.");
            }

            if (condition == ArticleCondition.Used)
            {
                throw new ToolException("Articles that were used cannot be returned; unopened and opened ones can. If it is faulty, report the damage or ask for a person.");
            }

            var claim = new Claim(RecordNumber.New("RT-", orders.Ids), order.Number, item.Line, Claim.Return, null);
            await connection.AddClaimAsync(claim, Wording.Clean(reason ?? ""), now, cancellationToken);
            return new SupportResult(
                $"Your return of {item} from {order.Number} is open: number {claim.Number}. Print the label that we send by e-mail and hand the parcel in by {orders.Day(order.DeliveredAt!.Value.AddDays(ShopRules.ReturnDays))}. "
                + $"When it has arrived, {Wording.Money(item.Cents)} can be refunded.",
                "return-open",
                order.Number,
                claim.Number,
                item.Cents / 100m);
        },
        cancellationToken);

    [Tool("report_damage", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Intents = ["damage", "broken", "faulty", "defective", "cracked", "report", "scratched"], Content = ["description"])]
    [Description("Report damage: a product of an order arrived broken, faulty or damaged. Puts it on file, so that it can be refunded or replaced.")]
    public Task<SupportResult> ReportDamageAsync(
        ToolContext context,
        [Description(OrderTools.NumberText)][RegularExpression(Order.Pattern)] string orderNumber,
        [Description("What is damaged, in the customer's words.")][StringLength(500, MinimumLength = 3)] string description,
        [Description(ProductText)][StringLength(100)] string? product = null,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "report_damage",
        context,
        [orderNumber, description, product],
        async (connection, account) =>
        {
            await connection.LockOrderAsync(account, orderNumber, cancellationToken);
            var order = await connection.DemandOrderAsync(account, orderNumber, cancellationToken);
            var item = order.DemandItem(product);
            var now = context.Time.GetUtcNow();
            var days = DaysSinceDelivery(order, now);
            if (await OpenClaimAsync(connection, account, order, item, cancellationToken) is { } open)
            {
                return new SupportResult($"For {item} of {order.Number} there is {open.Number} already. Nothing was added.", open.Kind, order.Number, open.Number);
            }

            if (days > ShopRules.DamageDays)
            {
                throw new ToolException(
                    $"{order.Number} was delivered {days} days ago; damage on arrival is reported within {ShopRules.DamageDays} days. For a later fault the warranty of {item.WarrantyMonths} months holds: ask for a person.");
            }

            var claim = new Claim(RecordNumber.New("DM-", orders.Ids), order.Number, item.Line, Claim.Damage, null);
            await connection.AddClaimAsync(claim, Wording.Clean(description), now, cancellationToken);
            return new SupportResult(
                $"I am sorry about that. The damage of {item} from {order.Number} is on file: number {claim.Number}. You need not send it back. {Wording.Money(item.Cents)} can be refunded now; for a replacement instead, ask for a person.",
                "damage-reported",
                order.Number,
                claim.Number,
                item.Cents / 100m);
        },
        cancellationToken);

    private static async Task<Claim?> OpenClaimAsync(
        TableConnection connection, Accounts.Account account, Order order, OrderItem item, CancellationToken cancellationToken) =>
        (await connection.ReadClaimsAsync(account, order.Number, cancellationToken)).FirstOrDefault(claim => claim.Line == item.Line);

    private int DaysSinceDelivery(Order order, DateTimeOffset now) => order.DeliveredAt is { } delivered
        ? orders.DaysBetween(delivered, now)
        : throw new ToolException($"{order.Number} is {order.Status} and was not delivered yet. {(order.Status == Order.Packing ? "It can be cancelled." : "Wait until it has arrived.")}");
}
