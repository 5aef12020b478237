using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

/// <summary>A real server on a free port of the loopback address, over a SQLite file of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly string folder;

    private RunningServer(WebApplication app, string folder)
    {
        App = app;
        this.folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The models of a server without configuration.</summary>
    public static ModelCatalog Offline =>
        new([new ModelEndpoint(new ModelProvider("offline") { IsLocal = true }, "offline", new Holdfast.Providers.Offline.OfflineChatClient())]);

    public string Folder => folder;

    public WebApplication App { get; }

    public HttpClient Http { get; }

    public AgentRuntime Runtime => App.Services.GetRequiredService<AgentRuntime>();

    /// <summary>Starts a server with the agent <c>echo</c>, which says what it heard, and others.</summary>
    public static Task<RunningServer> StartAsync(Action<HoldfastServerOptions>? change = null, ModelCatalog? models = null, string? folder = null, params Agent[] agents) =>
        StartAsync(change, models, folder, configure: null, agents);

    /// <summary>Starts a server with services of the test's own.</summary>
    public static Task<RunningServer> StartAsync(Action<HoldfastServerOptions> change, Action<WebApplicationBuilder> configure) => StartAsync(change, null, null, configure, []);

    /// <summary>Starts a server with everything that a test may change.</summary>
    public static async Task<RunningServer> StartAsync(
        Action<HoldfastServerOptions>? change, ModelCatalog? models, string? folder, Action<WebApplicationBuilder>? configure, Agent[] agents)
    {
        folder ??= Directory.CreateTempSubdirectory("holdfast-server-").FullName;
        var options = new HoldfastServerOptions
        {
            Storage = $"Data Source={Path.Combine(folder, "data", "holdfast.db")}",
            Listen = ["http://127.0.0.1:0"],
            Scheduling = null,
            Support = null,
        };
        change?.Invoke(options);
        var app = HoldfastApplication.Create(options, builder =>
        {
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
            builder.Services.AddAgent(Agent.Define("echo").Describe("says what it heard").Build());
            foreach (var agent in agents)
            {
                builder.Services.AddAgent(agent);
            }

            if (!options.Storage.StartsWith("Data Source", StringComparison.Ordinal))
            {
                // The tests' PostgreSQL is quick because it may lose commits.
                builder.Services.AddSingleton(_ => HoldfastStorage.Open(options.Storage, new StorageOptions { AllowLessDurable = true }));
            }

            if (models is null && options.Tiers.Count > 0)
            {
                return;
            }

            builder.Services.AddSingleton(models ?? new ScriptedModel(turn => new ScriptedReply($"You said: {turn.Input}")).AsCatalog());
        });
        await app.StartAsync(Token);
        return new RunningServer(app, folder);
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = value.Length == 0 ? null : new(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
            }
        }

        using var response = await Http.SendAsync(request, Token);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<string> OpenAsync(string agent = "echo", string? user = null) =>
        (await PostAsync($"/v1/agents/{agent}/sessions", user is null ? null : $$"""{"user":"{{user}}"}""")).Json.GetProperty("id").GetString()!;

    /// <summary>Says something in a session and returns the finished run.</summary>
    public async Task<JsonElement> SayAsync(string session, string text)
    {
        var reply = await PostAsync($"/v1/sessions/{session}/messages?wait=60", JsonSerializer.Serialize(new { text }));
        reply.Status.ShouldBe(200, reply.Text);
        return reply.Json;
    }

    /// <summary>Says something in a session and returns the run's id at once.</summary>
    public async Task<string> StartAsync(string session, string text) =>
        (await PostAsync($"/v1/sessions/{session}/messages", JsonSerializer.Serialize(new { text }))).Json.GetProperty("run").GetString()!;

    public async Task<EventReader> FollowAsync(string path, string? lastEventId = null, string? body = null)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, await response.Content.ReadAsStreamAsync(Token));
    }

    /// <summary>Stops the server and keeps its data.</summary>
    public async Task<string> StopAsync()
    {
        Http.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
