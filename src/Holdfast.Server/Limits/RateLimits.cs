using System.Net;
using System.Net.Sockets;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Limits;

/// <summary>How often sessions, users, tenants and addresses may ask this process.</summary>
internal sealed class RateLimits(HoldfastServerOptions options, TimeProvider time)
{
    private readonly RateLimit sessions = new(options.RateLimits.Session, time);
    private readonly RateLimit users = new(options.RateLimits.User, time);
    private readonly RateLimit tenants = new(options.RateLimits.Tenant, time);
    private readonly RateLimit addresses = new(options.RateLimits.Address, time);

    /// <exception cref="RateLimitedException">Too many requests came from the address.</exception>
    public void DemandAddress(IPAddress? address)
    {
        // What comes from this machine comes from a proxy of it, or from its owner.
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            Demand(addresses.Take(Network(address)), "requests from one address", "Address", options.RateLimits.Address);
        }
    }

    /// <exception cref="RateLimitedException">Too many requests came from the tenant.</exception>
    public void DemandTenant(string tenant) => Demand(tenants.Take(tenant), "requests of one tenant", "Tenant", options.RateLimits.Tenant);

    /// <exception cref="RateLimitedException">Too much was asked for the user. Nobody in particular is limited by the tenant's limit only.</exception>
    public void DemandUser(string tenant, string? user)
    {
        if (user is not null && user != Principal.Anonymous.User)
        {
            Demand(users.Take($"{tenant}\n{user}"), "messages and new sessions of one user", "User", options.RateLimits.User);
        }
    }

    /// <exception cref="RateLimitedException">Too many messages came for the session.</exception>
    public void DemandSession(Guid session) => Demand(sessions.Take(WireId.Of(session)), "messages in one session", "Session", options.RateLimits.Session);

    /// <summary>A home or a server has a whole /64 network of IPv6 addresses to itself.</summary>
    private static string Network(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static void Demand(TimeSpan? wait, string what, string key, int limit)
    {
        if (wait is { } time)
        {
            throw new RateLimitedException(what, key, limit, time);
        }
    }
}
