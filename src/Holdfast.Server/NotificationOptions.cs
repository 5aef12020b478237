namespace Holdfast.Server;

/// <summary>How people are told that they are needed. Processes that share a storage need the same channels.</summary>
public sealed class NotificationOptions
{
    /// <summary>The webhook, or null for none.</summary>
    public WebhookOptions? Webhook { get; init; }

    /// <summary>The mail, or null for none.</summary>
    public SmtpOptions? Smtp { get; init; }
}
