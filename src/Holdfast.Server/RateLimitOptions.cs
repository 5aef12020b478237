namespace Holdfast.Server;

/// <summary>How often callers may ask, per minute and process: the configuration section <c>RateLimits</c>. Each is also the most at once; 0 is no limit.</summary>
public sealed record RateLimitOptions
{
    /// <summary>Messages in one session; the key <c>RateLimits:Session</c>.</summary>
    /// <value>Default 60.</value>
    public int Session { get; init; } = 60;

    /// <summary>Messages and new sessions of one named user of a tenant; the key <c>RateLimits:User</c>.</summary>
    /// <value>Default 120.</value>
    public int User { get; init; } = 120;

    /// <summary>Requests of one tenant; the key <c>RateLimits:Tenant</c>.</summary>
    /// <value>Default 60,000.</value>
    public int Tenant { get; init; } = 60_000;

    /// <summary>Requests from one address (of IPv6, one /64 network), with or without a key; loopback addresses are not counted. The key <c>RateLimits:Address</c>.</summary>
    /// <value>Default 6,000.</value>
    public int Address { get; init; } = 6_000;
}
