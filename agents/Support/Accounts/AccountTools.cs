using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Holdfast.Agents.Support.Orders;
using Holdfast.Agents.Support.Storage;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Accounts;

/// <summary>What a customer can see and change of the account.</summary>
internal sealed partial class AccountTools(OrderSystem orders)
{
    private const int MatchMilliseconds = 1_000;

    private const string EmailPattern = @"^[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,4}$";

    [Tool("get_account", Effect = ToolEffect.Read, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Get my account data on file: name, e-mail address, telephone number and postal address. Changes nothing.")]
    public Task<AccountResult> GetAccountAsync(ToolContext context, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var customer = await connection.DemandAccountAsync(account, cancellationToken);
            var address = $"{customer.Street}, {customer.Postcode} {customer.City}";
            return new AccountResult(
                $"On file: {customer.Name}, {customer.Email}, telephone {customer.Phone}, {address}.", customer.Name, customer.Email, customer.Phone, address);
        },
        cancellationToken);

    [Tool("update_account", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside, Preview = nameof(PreviewUpdateAsync), Intents = ["update", "change", "correct", "new", "phone", "email", "e-mail", "address", "name", "moved"])]
    [Description("Update the account: change my telephone number, e-mail address, name or postal address on file. A person looks at everything but the telephone number first.")]
    public Task<SupportResult> UpdateAccountAsync(
        ToolContext context,
        [Description("What to change.")] AccountField field,
        [Description("The new value as the customer gives it; an address as street, postcode and city: 12 Mill Lane, 10115 Berlin.")][StringLength(200, MinimumLength = 2)] string value,
        CancellationToken cancellationToken = default) => orders.ChangeAsync(
        "update_account",
        context,
        [field.ToString(), value],
        async (connection, account) =>
        {
            await connection.LockAccountAsync(account, cancellationToken);
            var old = await connection.DemandAccountAsync(account, cancellationToken);
            await connection.SaveCustomerAsync(account, Changed(old, field, Wording.Clean(value)), cancellationToken);
            return new SupportResult($"Your {Name(field)} is now: {Wording.Clean(value)}.", "updated");
        },
        cancellationToken);

    internal Task<string> PreviewUpdateAsync(ToolContext context, AccountField field, string value, CancellationToken cancellationToken = default) => orders.ReadAsync(
        context,
        async (connection, account) =>
        {
            var old = await connection.DemandAccountAsync(account, cancellationToken);
            Changed(old, field, Wording.Clean(value));
            return $"Changes the {Name(field)} of {old.Name} to {Wording.Clean(value)}; it was {Value(old, field)}.";
        },
        cancellationToken);

    private static Customer Changed(Customer customer, AccountField field, string value) => field switch
    {
        AccountField.Phone when Phone().IsMatch(value) => customer with { Phone = value },
        AccountField.Email when Email().IsMatch(value) => customer with { Email = value },
        AccountField.Name when value.Length is >= 2 and <= 100 => customer with { Name = value },
        AccountField.Address when Address().Match(value) is { Success: true } parts =>
            customer with { Street = parts.Groups[1].Value.Trim(), Postcode = parts.Groups[2].Value, City = parts.Groups[3].Value.Trim() },
        _ => throw new ToolException($"'{value}' is no valid {Name(field)}. {Example(field)} Nothing was changed."),
    };

    private static string Name(AccountField field) => field switch
    {
        AccountField.Phone => "telephone number",
        AccountField.Email => "e-mail address",
        AccountField.Name => "name",
        _ => "postal address",
    };

    private static string Example(AccountField field) => field switch
    {
        AccountField.Phone => "Valid is +49 30 23125 077, for example.",
        AccountField.Email => "Valid is ann@example.com, for example.",
        AccountField.Name => "It has 2 to 100 characters.",
        _ => "Valid is 12 Mill Lane, 10115 Berlin, for example.",
    };

    private static string Value(Customer customer, AccountField field) => field switch
    {
        AccountField.Phone => customer.Phone,
        AccountField.Email => customer.Email,
        AccountField.Name => customer.Name,
        _ => $"{customer.Street}, {customer.Postcode} {customer.City}",
    };

    [GeneratedRegex(@"^\+?[0-9][0-9 /\-]{4,24}$", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Phone();

    [GeneratedRegex(EmailPattern, RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Email();

    [GeneratedRegex(@"^([^,]{3,100}), ?([0-9]{5}) ([^,0-9]{2,60})$", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Address();
}
