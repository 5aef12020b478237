using System.Net.Mail;

namespace Holdfast.Server.Configuration;

/// <summary>Reads and checks how people are told that they are needed.</summary>
internal static class NotificationReader
{
    private const int ShortestSecret = 16;

    public static NotificationOptions Read(KeyReader keys)
    {
        const string Webhook = "Notifications:Webhook", Smtp = "Notifications:Smtp";
        keys.Only("Notifications", "Webhook", "Smtp");
        keys.Only(Webhook, "Url", "Secret");
        keys.Only(Smtp, "Host", "Port", "Tls", "From", "To", "User", "Password");
        return new()
        {
            Webhook = !keys.Names(Webhook).Any() ? null : new() { Url = keys.Text($"{Webhook}:Url") ?? "", Secret = keys.Text($"{Webhook}:Secret") ?? "" },
            Smtp = !keys.Names(Smtp).Any() ? null : new()
            {
                Host = keys.Text($"{Smtp}:Host") ?? "",
                Port = keys.Number($"{Smtp}:Port", 587),
                Tls = keys.Flag($"{Smtp}:Tls", true),
                From = keys.Text($"{Smtp}:From") ?? "",
                To = keys.List($"{Smtp}:To") ?? [],
                User = keys.Text($"{Smtp}:User"),
                Password = keys.Text($"{Smtp}:Password"),
            },
        };
    }

    public static void Check(NotificationOptions options, Faults faults)
    {
        if (options.Webhook is { } webhook)
        {
            if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                faults.Add("Notifications:Webhook:Url", "It is not an address such as https://example.org/holdfast.");
            }

            if (webhook.Secret.Length < ShortestSecret)
            {
                faults.Add("Notifications:Webhook:Secret", $"It must have at least {ShortestSecret} characters: the receiver checks the signature with it.");
            }
        }

        if (options.Smtp is { } smtp)
        {
            if (smtp.Host.Length == 0) { faults.Add("Notifications:Smtp:Host", "It is missing: name the mail server."); }
            if (smtp.Port is < 1 or > 65_535) { faults.Add("Notifications:Smtp:Port", $"{smtp.Port} is no port; 1 to 65535."); }
            if (!MailAddress.TryCreate(smtp.From, out _)) { faults.Add("Notifications:Smtp:From", $"'{smtp.From}' is no mail address."); }
            if (smtp.To.Count == 0) { faults.Add("Notifications:Smtp:To", "It is missing: give one address or several."); }
            foreach (var receiver in smtp.To.Where(static receiver => !MailAddress.TryCreate(receiver, out _)))
            {
                faults.Add("Notifications:Smtp:To", $"'{receiver}' is no mail address.");
            }
        }
    }
}
