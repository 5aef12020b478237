using System.Data.Common;
using Holdfast.Agents.Support.Accounts;
using Holdfast.Agents.Support.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Support.Orders;

/// <summary>The way to orders and accounts. Nothing of them is read or changed but through here: for the customer who was found to be one, and not while the system is down.</summary>
internal sealed class OrderSystem(SupportStore store, SupportOptions options)
{
    /// <summary>How a refusal begins when there is no order system: nobody can say anything about orders then.</summary>
    public const string Down = "The order system does not answer.";

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public SupportOptions Options => options;

    public IdSource Ids => store.Ids;

    public string Day(DateTimeOffset instant) => Wording.Day(instant, zone);

    public int DaysBetween(DateTimeOffset from, DateTimeOffset to) => Wording.DaysBetween(from, to, zone);

    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>Reads for a customer whose identity was checked in this session.</summary>
    /// <exception cref="ToolException">Nobody is signed in, the check is missing, or the system is down.</exception>
    public Task<T> ReadAsync<T>(ToolContext context, Func<TableConnection, Account, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ReadUncheckedAsync(
            context,
            async (connection, account) =>
            {
                await connection.DemandVerifiedAsync(account, cancellationToken);
                return await work(connection, account);
            },
            cancellationToken);
    }

    /// <summary>Changes something for a customer whose identity was checked in this session, once per call.</summary>
    /// <exception cref="ToolException">As for reading; or the change is refused. Nothing was changed then.</exception>
    public async Task<SupportResult> ChangeAsync(
        string tool, ToolContext context, string?[] arguments, Func<TableConnection, Account, Task<SupportResult>> effect, CancellationToken cancellationToken)
    {
        // Found out by a reading, which changes nothing: of a write that broke in the middle nobody could tell.
        await ReadAsync(context, static (_, _) => Task.FromResult(true), cancellationToken);
        return await ChangeUncheckedAsync(tool, context, arguments, effect, cancellationToken);
    }

    /// <summary>Reads before anybody was checked: only the check itself does so.</summary>
    public async Task<T> ReadUncheckedAsync<T>(ToolContext context, Func<TableConnection, Account, Task<T>> work, CancellationToken cancellationToken)
    {
        if (options.OrderSystemDown)
        {
            throw NoAnswer();
        }

        try
        {
            return await store.Tables.ReadAsync(connection => work(connection, Account.Of(context)), cancellationToken);
        }
        catch (DbException)
        {
            throw NoAnswer();
        }
    }

    /// <summary>Changes something before anybody was checked: only the check itself does so.</summary>
    public Task<SupportResult> ChangeUncheckedAsync(
        string tool, ToolContext context, string?[] arguments, Func<TableConnection, Account, Task<SupportResult>> effect, CancellationToken cancellationToken) =>
        store.Tables.OnceAsync(
            WriteRequest.Of(tool, context, arguments),
            SupportJson.Default.SupportResult,
            context.Time.GetUtcNow(),
            connection => effect(connection, Account.Of(context)),
            cancellationToken);

    private static ToolException NoAnswer() => new($"{Down} Nothing is known about orders, returns, invoices and accounts at the moment, and nothing was changed. Say so, guess nothing, and ask for a person.");
}
