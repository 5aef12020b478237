using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Server.MockModel;

/// <summary>
/// A model provider for tests, on 127.0.0.1: it speaks OpenAI chat completions, OpenAI responses and Anthropic messages, answers by
/// a script, fails by rate and seed, and tells what it really served.
/// </summary>
/// <remarks>Safe for concurrent use. Dispose of it to stop; requests in progress, hanging ones too, are broken off.</remarks>
public sealed class MockModelServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ServedLog log;
    private readonly MockDice.Dealer dealer;
    private int disposed;

    private MockModelServer(WebApplication application, MockModelOptions options)
    {
        this.application = application;
        log = new ServedLog(options.ServedLimit);
        dealer = new MockDice.Dealer(options.Seed);
        application.Run(new MockEndpoint(options, log, dealer).HandleAsync);
    }

    /// <summary>The server's address, such as <c>http://127.0.0.1:54321</c>. OpenAI clients take it with <c>/v1</c>, Anthropic's without.</summary>
    public Uri BaseUrl => new(application.Urls.First());

    /// <summary>A snapshot of what was served, in order of arrival, requests in progress included.</summary>
    /// <remarks>What a client has read is already in it: an entry changes before its bytes leave.</remarks>
    public IReadOnlyList<MockServed> Served => log.Snapshot();

    /// <summary>The sums of what was served. Costs the same however much that is.</summary>
    public MockTotals Totals => log.Totals;

    /// <summary>Starts a server, which listens when this returns.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message lists all of them.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MockModelServer> StartAsync(MockModelOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MockModelOptions();
        if (string.Join(' ', options.Problems()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        // An empty builder, so that neither configuration files nor variables of the surrounding application change the server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        var server = new MockModelServer(builder.Build(), options);
        try
        {
            await server.application.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until so many requests have arrived since the start or the last reset and it is known what they get: an answer, a hang.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WaitForRequestsAsync(int requests, CancellationToken cancellationToken = default) => log.ArrivalsAsync(requests, cancellationToken);

    /// <summary>Forgets what was served, and begins the sequence of faults and ids anew.</summary>
    public void Reset()
    {
        log.Reset();
        dealer.Reset();
    }

    /// <summary>Stops at once: breaks off requests in progress and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        // No time to end in good order: Kestrel aborts the connections, which ends hangs and slow streams.
        await application.StopAsync(new CancellationToken(canceled: true));
        await application.DisposeAsync();
    }

    /// <summary>Leaves the process's signals alone: the mock is a guest in a test or a command, which has its own.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
