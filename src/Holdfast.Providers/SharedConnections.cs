namespace Holdfast.Providers;

/// <summary>The one pool of connections to providers.</summary>
internal static class SharedConnections
{
    /// <summary>Sends without a timeout of its own, redirects, cookies or trace headers: the gateway and the caller own those.</summary>
    public static HttpMessageInvoker Http { get; } = new(CreateHandler());

    internal static SocketsHttpHandler CreateHandler() => new()
    {
        // Providers move behind DNS: a connection is not kept for ever.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A redirect would carry the key to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        // The run's own traceparent is sent by the client; the framework's would contradict it.
        ActivityHeadersPropagator = null,
        Proxy = new LoopbackBypassingProxy(HttpClient.DefaultProxy),
    };
}
