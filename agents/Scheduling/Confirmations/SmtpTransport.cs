using System.Net;
using System.Net.Mail;
using System.Text;
using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Gives each message to a mail server. Whoever gets it twice knows the copy by its Message-ID.</summary>
internal sealed class SmtpTransport(SchedulingOptions options) : IConfirmationTransport
{
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(options.SmtpHost, options.SmtpPort) { EnableSsl = options.SmtpTls };
        if (options.SmtpUser is { } user)
        {
            client.Credentials = new NetworkCredential(user, options.SmtpPassword);
        }

        using var mail = new MailMessage
        {
            From = new MailAddress(options.ConfirmationSender, options.BusinessName, Encoding.UTF8),
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = message.Body.ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
        };
        mail.To.Add(new MailAddress(message.Recipient));
        mail.Headers.Add("Message-ID", $"<{message.MessageId}>");
        await client.SendMailAsync(mail, cancellationToken);
    }
}
