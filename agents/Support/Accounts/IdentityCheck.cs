using Holdfast.Agents.Support.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Accounts;

/// <summary>Demands that the customer was found to be who the session says.</summary>
internal static class IdentityCheck
{
    /// <summary>Returns the customer of an account whose identity was checked in this session.</summary>
    /// <exception cref="ToolException">Nobody is signed in, there is no account, or the check is missing.</exception>
    public static async Task<Customer> DemandVerifiedAsync(this TableConnection connection, Account account, CancellationToken cancellationToken)
    {
        var customer = await connection.DemandAccountAsync(account, cancellationToken);
        return await connection.IsVerifiedAsync(account, cancellationToken) ? customer : throw new ToolException(
            "Before I look into your orders or your account, I have to verify that it is you. Please write 'verify me' with the number of one of your orders (such as FF-12345) and the e-mail address or the postcode of your account.");
    }

    /// <summary>Returns the customer of an account.</summary>
    /// <exception cref="ToolException">Nobody is signed in, or there is no account.</exception>
    public static async Task<Customer> DemandAccountAsync(this TableConnection connection, Account account, CancellationToken cancellationToken) =>
        account.IsAnonymous
            ? throw new ToolException(
                "You are not signed in. Orders, returns, refunds, invoices and account data are for customers who are signed in; please sign in and ask again. Questions about products and about our rules I can answer now.")
            : await connection.FindCustomerAsync(account, cancellationToken) ?? throw new ToolException(
                "There is no customer account for you here, so there are no orders. Questions about products and about our rules I can answer now; for anything else, ask for a person.");
}
