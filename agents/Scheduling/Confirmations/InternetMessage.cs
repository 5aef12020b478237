using System.Text;
using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling.Confirmations;

/// <summary>Formats a message as RFC 5322 with a UTF-8 text body; header words that are not ASCII as RFC 2047.</summary>
internal static class InternetMessage
{
    public static string Format(OutboxMessage message, SchedulingOptions options)
    {
        var text = new StringBuilder();
        Header(text, "From", $"{Word(options.BusinessName)} <{options.ConfirmationSender}>");
        Header(text, "To", message.Recipient);
        Header(text, "Subject", Word(message.Subject, quote: false));
        Header(text, "Date", message.CreatedAt.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'"));
        Header(text, "Message-ID", $"<{message.MessageId}>");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "8bit");
        return text.Append("\r\n").Append(message.Body.ReplaceLineEndings("\r\n")).Append("\r\n").ToString();
    }

    private static void Header(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value.ReplaceLineEndings(" ")).Append("\r\n");

    private static string Word(string text, bool quote = true) => !text.All(char.IsAscii)
        ? $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?="
        : quote ? $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;
}
