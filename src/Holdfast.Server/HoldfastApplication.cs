using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Knowledge;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Server.Agents;
using Holdfast.Server.Approvals;
using Holdfast.Runs.Batches;
using Holdfast.Server.Audit;
using Holdfast.Server.Batches;
using Holdfast.Server.Auth;
using Holdfast.Server.Configuration;
using Holdfast.Server.Costs;
using Holdfast.Server.Health;
using Holdfast.Server.Hosting;
using Holdfast.Server.Keys;
using Holdfast.Server.Knowledge;
using Holdfast.Server.Limits;
using Holdfast.Server.Memory;
using Holdfast.Server.Models;
using Holdfast.Server.Notifications;
using Holdfast.Server.OpenAi;
using Holdfast.Server.Persons;
using Holdfast.Server.Problems;
using Holdfast.Server.Runs;
using Holdfast.Server.Scheduling;
using Holdfast.Server.Sessions;
using Holdfast.Server.Support;
using Holdfast.Server.Tickets;
using Holdfast.Server.Traces;
using Holdfast.Server.Wire;
using Holdfast.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.Server;

/// <summary>Makes the server: agents, store and models behind the HTTP routes of <c>docs/http.md</c>.</summary>
public static class HoldfastApplication
{
    private const string Prefix = "HOLDFAST__";

    /// <summary>Makes a server from <c>appsettings.json</c>, the environment variables that begin with <c>HOLDFAST__</c>, and arguments.</summary>
    /// <param name="args">Arguments such as <c>--Listen=http://127.0.0.1:8080</c>; they win over the environment, which wins over the file.</param>
    /// <param name="configure">Adds agents (<c>builder.Services.AddAgent</c>) or replaces services before the server is made; or null.</param>
    /// <returns>The server, not yet started.</returns>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>, naming every fault with its key; <c>invalid-storage</c>.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        var builder = WebApplication.CreateBuilder();
        // Only what is meant for Holdfast: a variable named ROLE or STORAGE may belong to anybody.
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft", "Warning")])
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{builder.Environment.EnvironmentName}.json", optional: true)
            .AddEnvironmentVariables(Prefix)
            .AddCommandLine(args);
        return Build(builder, HoldfastServerOptions.Read(builder.Configuration), configure);
    }

    /// <summary>Makes a server from options filled in code; no configuration is read.</summary>
    /// <param name="options">The options.</param>
    /// <param name="configure">Adds agents or replaces services before the server is made; or null.</param>
    /// <returns>The server, not yet started.</returns>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>, naming every fault; <c>invalid-storage</c>.</exception>
    public static WebApplication Create(HoldfastServerOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsCheck.Demand(options);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft", "Warning")]);
        return Build(builder, options, configure);
    }

    private static WebApplication Build(WebApplicationBuilder builder, HoldfastServerOptions options, Action<WebApplicationBuilder>? configure)
    {
        builder.WebHost.UseUrls([.. options.Listen]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        configure?.Invoke(builder);
        AddServices(builder.Services, options);
        var app = builder.Build();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.MapHealth();
        if (options.Role != ServerRole.Worker)
        {
            app.MapAgents();
            app.MapSessions();
            app.MapRuns();
            app.MapBatches();
            app.MapApprovals();
            app.MapAutonomy();
            app.MapTickets();
            app.MapTraces();
            app.MapCosts();
            app.MapKnowledge();
            app.MapKeys();
            app.MapAudit();
            app.MapPersons();
            app.MapMemory();
            app.MapOpenAi();
            app.MapOpenApi();
        }

        return app;
    }

    private static string[] ChannelsOf(NotificationOptions options) =>
        [.. options.Webhook is null ? Array.Empty<string>() : [WebhookChannel.ChannelName], .. options.Smtp is null ? Array.Empty<string>() : [SmtpChannel.ChannelName]];

    private static void AddServices(IServiceCollection services, HoldfastServerOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(IdSource.System);
        services.TryAddSingleton(_ =>
        {
            StorageFolder.Ensure(options.Storage);
            return HoldfastStorage.Open(options.Storage);
        });
        services.TryAddSingleton(provider => ModelChains.Create(options, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(new AgentCatalog([]));
        services.TryAddSingleton<BatchJobs>();
        services.TryAddSingleton(provider => new KnowledgeBases(
            provider.GetRequiredService<IHoldfastStorage>().Knowledge, provider.GetRequiredService<ModelCatalog>(), provider.GetRequiredService<TimeProvider>())
        {
            Budget = new KnowledgeBudget(
                provider.GetRequiredService<IHoldfastStorage>(), () => provider.GetRequiredService<AgentCatalog>().All.Min(static agent => agent.Limits.TenantDayCost)),
        });
        services.TryAddSingleton(provider => new AgentRuntime(
            provider.GetRequiredService<AgentCatalog>(),
            provider.GetRequiredService<ModelCatalog>(),
            provider.GetRequiredService<IHoldfastStorage>(),
            new AgentRuntimeOptions { RunsAgents = options.Role != ServerRole.Api, MaxInputLength = options.MaxMessageCharacters, Channels = ChannelsOf(options.Notifications) },
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AgentRuntime>>()));
        if (options.Notifications.Webhook is { } webhook)
        {
            services.AddSingleton<INoticeChannel>(provider => new WebhookChannel(webhook, provider.GetRequiredService<TimeProvider>()));
        }

        if (options.Notifications.Smtp is { } smtp)
        {
            services.AddSingleton<INoticeChannel>(new SmtpChannel(smtp));
        }

        services.AddSingleton<ApiKeys>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<SessionClosing>();
        services.AddSingleton<PersonSources>();
        services.AddSingleton<RunWaiting>();
        services.AddSingleton<Conversations>();
        services.AddHostedService<RuntimeService>();
        services.AddHostedService<NoticeDelivery>();
        if (options.Scheduling is not null)
        {
            services.AddSingleton<SchedulingHost>();
            services.AddAgent((provider, cancellationToken) => provider.GetRequiredService<SchedulingHost>().CreateAgentAsync(cancellationToken));
            services.AddHostedService(provider => provider.GetRequiredService<SchedulingHost>());
            services.AddSingleton<IPersonalDataSource>(provider => provider.GetRequiredService<SchedulingHost>().Store);
        }

        if (options.Support is not null)
        {
            services.AddSingleton<SupportHost>();
            services.AddAgent((provider, cancellationToken) => provider.GetRequiredService<SupportHost>().CreateAgentAsync(cancellationToken));
            services.AddSingleton<IPersonalDataSource>(provider => provider.GetRequiredService<SupportHost>().Store);
        }

        services.AddHostedService<StartReport>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, OpenAiJson.Default);
        });
        services.AddOpenApi(OpenApiText.Describe);
    }
}
