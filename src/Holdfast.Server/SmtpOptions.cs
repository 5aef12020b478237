namespace Holdfast.Server;

/// <summary>The mail server through which notices are sent, and to whom.</summary>
public sealed class SmtpOptions
{
    /// <summary>The mail server.</summary>
    public required string Host { get; init; }

    /// <summary>Its port, 1 to 65535.</summary>
    /// <value>Default 587.</value>
    public int Port { get; init; } = 587;

    /// <summary>Whether STARTTLS is demanded.</summary>
    /// <value>Default true.</value>
    public bool Tls { get; init; } = true;

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>The receivers' addresses, at least one.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>How to sign in, or null for not at all.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
