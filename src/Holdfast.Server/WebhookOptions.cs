namespace Holdfast.Server;

/// <summary>Where notices are posted to.</summary>
public sealed class WebhookOptions
{
    /// <summary>The address, <c>http</c> or <c>https</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The key of the signature, at least 16 characters.</summary>
    public required string Secret { get; init; }
}
