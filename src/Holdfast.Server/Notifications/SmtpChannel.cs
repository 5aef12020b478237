using System.Net;
using System.Net.Mail;
using System.Text;
using Holdfast.Server.Approvals;
using Holdfast.Server.Tickets;

namespace Holdfast.Server.Notifications;

/// <summary>Sends notices as plain mail.</summary>
internal sealed class SmtpChannel(SmtpOptions options) : INoticeChannel
{
    public const string ChannelName = "smtp";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => ChannelName;

    public async Task SendAsync(NoticeView notice, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Tls };
        if (options.User is { } user)
        {
            client.Credentials = new NetworkCredential(user, options.Password);
        }

        using var mail = new MailMessage
        {
            From = new MailAddress(options.From),
            Subject = SubjectOf(notice),
            SubjectEncoding = Encoding.UTF8,
            Body = BodyOf(notice).ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var receiver in options.To)
        {
            mail.To.Add(new MailAddress(receiver));
        }

        mail.Headers.Add("Message-ID", $"<{notice.Id}@holdfast>");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(mail, patience.Token);
        }
        catch (Exception e) when (e is SmtpException or OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new NoticeRefusedException(e is SmtpException smtp ? $"The mail server did not take it: {smtp.StatusCode}." : "The mail server does not answer.", e);
        }
    }

    private static string SubjectOf(NoticeView notice)
    {
        var agent = notice.Approval?.Agent ?? notice.Ticket?.Agent ?? notice.Autonomy?.Agent;
        return notice.Kind switch
        {
            Journal.Notice.ApprovalRequested => $"Approval needed: {notice.Approval?.Tool} ({agent})",
            Journal.Notice.ApprovalReminded => $"Reminder, approval needed: {notice.Approval?.Tool} ({agent})",
            Journal.Notice.TicketOverdue => $"Overdue: a person is needed ({agent})",
            Journal.Notice.AutonomyWithdrawn => $"Every call asks again: {notice.Autonomy?.Tool} ({agent})",
            _ => $"A person is needed ({agent})",
        };
    }

    private static string BodyOf(NoticeView notice) => notice switch
    {
        { Approval: { } approval } => Of(approval),
        { Ticket: { } ticket } => Of(ticket),
        { Autonomy: { } autonomy } => Of(autonomy),
        _ => "",
    };

    private static string Of(ApprovalView approval) => $"""
        {approval.Tool} waits for a decision until {approval.ExpiresAt:u}.

        Arguments: {approval.Arguments.GetRawText()}
        {approval.Preview}
        Why: {approval.Reason}
        Status: {approval.Status}

        Approval {approval.Id}, session {approval.Session}
        """;

    private static string Of(AutonomyView autonomy) => $"""
        Calls of {autonomy.Tool} that the rule {autonomy.Rule} holds back ({autonomy.Range}) ask again, every one of them.

        Why: {autonomy.Allowance?.Reason}
        Loosened by {autonomy.Allowance?.By} at {autonomy.Allowance?.At:u}, withdrawn by {autonomy.Allowance?.WithdrawnBy} at {autonomy.Allowance?.WithdrawnAt:u}

        Record {autonomy.Id}
        """;

    private static string Of(TicketView ticket) => $"""
        {ticket.Summary}

        Due: {ticket.DueAt:u}
        Status: {ticket.Status}

        Ticket {ticket.Id}, session {ticket.Session}
        """;
}
