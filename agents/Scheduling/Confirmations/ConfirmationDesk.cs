using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Agents.Scheduling.Bookings;
using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Puts confirmations into the outbox, in one transaction with the record of the call.</summary>
internal sealed partial class ConfirmationDesk(SchedulingStore store, SchedulingOptions options, ConfirmationDelivery? delivery)
{
    // Plain addresses only: what could start another header, name or recipient is not one.
    public const string AddressPattern = @"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$";

    public async Task<ConfirmationResult> SendAsync(ToolContext context, string appointmentId, string? email, CancellationToken cancellationToken)
    {
        var clock = new BusinessClock(options, context.Time.GetUtcNow());
        var result = await store.Tables.OnceAsync(
            WriteRequest.Of("send_confirmation", context, appointmentId, email),
            SchedulingJson.Default.ConfirmationResult,
            clock.Now,
            async connection =>
            {
                var client = Client.Of(context);
                var row = await connection.FindOwnAsync(client, appointmentId, cancellationToken);
                var profile = await connection.ReadProfileAsync(client, cancellationToken);
                var recipient = Recipient(email, profile);
                if (profile.Email is null)
                {
                    await connection.SaveProfileAsync(client, profile with { Email = recipient }, cancellationToken);
                }

                var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
                var message = Compose(row, recipient, catalogue, clock, context.IdempotencyKey);
                await connection.AddMessageAsync(message, cancellationToken);
                return new ConfirmationResult(
                    $"A confirmation of {row.Id} is on its way to {recipient}.", row.Id, recipient, message.MessageId);
            },
            cancellationToken);
        delivery?.Wake();
        return result;
    }

    private static string Recipient(string? email, ClientProfile profile)
    {
        var address = string.IsNullOrWhiteSpace(email) ? profile.Email : email.Trim();
        return address is null ? throw new ToolException("No e-mail address is on file. Ask the customer for one and pass it as email.")
            : address.Length <= 254 && Address().IsMatch(address) ? address
            : throw new ToolException($"'{address}' is not an e-mail address. Ask the customer for one such as name@example.com.");
    }

    [GeneratedRegex(AddressPattern, RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    private OutboxMessage Compose(AppointmentRow row, string recipient, Catalogue catalogue, BusinessClock clock, string key)
    {
        var (service, staff) = catalogue.Of(row);
        var cancelled = row.Status == AppointmentRow.Cancelled;
        var body =
            $"""
            Hello {row.ClientName},

            this confirms {(cancelled ? "that your appointment was cancelled" : "your appointment")} at {options.BusinessName}.

            Number:  {row.Id}
            Service: {service.Name} ({Wording.Minutes(service.Minutes)})
            With:    {staff.Name}
            When:    {Wording.Start(row.StartsAt, staff, clock)}, {clock.ZoneName}
            Price:   {service.Price}

            Questions or changes: call {options.OfficePhone} and name the number.
            """;
        return new OutboxMessage(
            MessageId(key), row.Id, recipient, $"Appointment {row.Id} {(cancelled ? "cancelled" : "confirmed")}", body, clock.Now, 0);
    }

    // From the call's key: whoever delivers it again delivers the same message.
    private string MessageId(string key)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return $"{digest}@{options.ConfirmationSender[(options.ConfirmationSender.LastIndexOf('@') + 1)..]}";
    }
}
