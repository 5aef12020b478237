using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Agents.Support.Orders;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Accounts;

/// <summary>The identity check: who is signed in proves once in a session to be the customer, by what only the customer knows.</summary>
internal sealed class IdentityTools(OrderSystem orders)
{
    [Tool("verify_identity", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Intents = ["verify", "identity", "order", "number", "email", "e-mail", "postcode", "account"])]
    [Description("Verify the identity of the customer: check who you are, by the number of one of my own orders together with my e-mail address or my postcode. Needed once in a conversation before orders, returns, refunds, invoices or the account are touched. Wrong attempts are limited.")]
    public Task<SupportResult> VerifyIdentityAsync(
        ToolContext context,
        [Description("The number of one of the customer's orders, such as FF-12345, as the customer gives it.")][RegularExpression(Order.Pattern)] string orderNumber,
        [Description("The e-mail address of the account, as the customer gives it.")][EmailAddress][StringLength(254)] string? email = null,
        [Description("The postcode of the account, five digits, as the customer gives it.")][RegularExpression("^[0-9]{5}$")] string? postcode = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return VerifyAsync(context, orderNumber, email, postcode, cancellationToken);
    }

    private async Task<SupportResult> VerifyAsync(ToolContext context, string orderNumber, string? email, string? postcode, CancellationToken cancellationToken)
    {
        if (email is null && postcode is null)
        {
            throw new ToolException("Besides the order number I need the e-mail address or the postcode of your account.");
        }

        await orders.ReadUncheckedAsync(context, (connection, account) => connection.DemandAccountAsync(account, cancellationToken), cancellationToken);
        return await orders.ChangeUncheckedAsync(
            "verify_identity",
            context,
            [orderNumber, email, postcode],
            async (connection, account) =>
            {
                await connection.LockAccountAsync(account, cancellationToken);
                var customer = await connection.DemandAccountAsync(account, cancellationToken);
                var now = context.Time.GetUtcNow();
                if (await connection.IsVerifiedAsync(account, cancellationToken))
                {
                    return new SupportResult($"Thank you, {customer.Name}. I had checked who you are already.", "verified");
                }

                var failed = await connection.CountFailedAttemptsAsync(account, now - ShopRules.IdentityWindow, cancellationToken);
                if (failed >= ShopRules.IdentityAttempts)
                {
                    return Locked();
                }

                if (await MatchesAsync(connection, account, customer, orderNumber, email, postcode, cancellationToken))
                {
                    await connection.AddVerificationAsync(account, now, cancellationToken);
                    return new SupportResult($"Thank you, {customer.Name}: I know now that it is you. What can I do for you?", "verified");
                }

                await connection.AddFailedAttemptAsync(account, context.IdempotencyKey, now, cancellationToken);
                var left = ShopRules.IdentityAttempts - failed - 1;
                return left == 0 ? Locked() : new SupportResult(
                    $"That does not fit together with what we have. Please look at your order confirmation: I need an order number of yours and the e-mail address or postcode of your account. {(left == 1 ? "1 attempt is" : $"{left} attempts are")} left.",
                    "not-verified");
            },
            cancellationToken);
    }

    // The same for a wrong number, somebody else's number and a wrong address: nobody learns which.
    private static async Task<bool> MatchesAsync(
        TableConnection connection, Account account, Customer customer, string orderNumber, string? email, string? postcode, CancellationToken cancellationToken) =>
        await connection.FindOrderAsync(account, orderNumber, cancellationToken) is not null
        && (email is null || string.Equals(email, customer.Email, StringComparison.OrdinalIgnoreCase))
        && (postcode is null || postcode == customer.Postcode);

    private static SupportResult Locked() => new(
        "There were too many wrong attempts, so I cannot check who you are today. A person can: say that you want to talk to a person, or call us. Questions about products and about our rules I can still answer.",
        "locked");
}
