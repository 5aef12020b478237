using Holdfast.Agents.Scheduling;
using Holdfast.Agents.Support;
using Holdfast.Cost;
using Holdfast.Providers;
using Holdfast.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server;

/// <summary>How a server is composed: one tree, read from configuration by <see cref="Read"/> or filled in code.</summary>
public sealed class HoldfastServerOptions
{
    /// <summary>The storage's connection string; the key <c>Storage</c>.</summary>
    /// <value>Default <c>Data Source=.holdfast/holdfast.db</c>: SQLite in the working folder; the folder is created.</value>
    public string Storage { get; set; } = "Data Source=.holdfast/holdfast.db";

    /// <summary>The addresses to listen on; the key <c>Listen</c> (or <c>Urls</c>), several separated by <c>;</c>.</summary>
    /// <value>Default <c>http://127.0.0.1:5080</c>. Any other than a loopback address needs an API key, here or in the store.</value>
    public IReadOnlyList<string> Listen { get; set; } = ["http://127.0.0.1:5080"];

    /// <summary>What this process does; the key <c>Role</c>.</summary>
    /// <value>Default <see cref="ServerRole.All"/>.</value>
    public ServerRole Role { get; set; }

    /// <summary>The providers of models; the keys <c>Providers:&lt;name&gt;:{Kind, BaseUrl, ApiKey}</c>.</summary>
    /// <value>Default none, and those that the usual environment variables name.</value>
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>The chain of each tier, as <c>provider/model</c>, in the order in which they are tried; the keys <c>Tiers:&lt;tier&gt;</c>.</summary>
    /// <value>Default none: the default models of the providers that have some. A tier that is not set uses the chain of <see cref="Tier.Standard"/>.</value>
    public IReadOnlyDictionary<Tier, IReadOnlyList<string>> Tiers { get; set; } = new Dictionary<Tier, IReadOnlyList<string>>();

    /// <summary>The model that turns texts of knowledge bases into vectors, as <c>provider/model</c>; the key <c>Embeddings</c>.</summary>
    /// <value>Default null: knowledge is searched by words only.</value>
    public string? Embeddings { get; set; }

    /// <summary>The largest document that a knowledge base takes, in bytes, at least 1,024; the key <c>MaxDocumentBytes</c>.</summary>
    /// <value>Default 20 MiB.</value>
    public int MaxDocumentBytes { get; set; } = 20 * 1_048_576;

    /// <summary>Prices by <c>provider/model</c>; the keys <c>Prices:&lt;provider/model&gt;:{Input, Output, CachedInput}</c>, USD per million tokens.</summary>
    /// <value>Default none: the shipped list prices.</value>
    public IReadOnlyDictionary<string, ModelPrice> Prices { get; set; } = new Dictionary<string, ModelPrice>();

    /// <summary>Whether each chain ends with the offline model; the key <c>OfflineFallback</c>.</summary>
    /// <value>Default true.</value>
    public bool OfflineFallback { get; set; } = true;

    /// <summary>Who may call; the keys <c>ApiKeys:&lt;name&gt;:{Key, Tenant, Scopes}</c>.</summary>
    /// <value>Default none: the keys of the store; where there is none either, everybody who reaches the loopback address may do everything.</value>
    public IReadOnlyList<ApiKeyOptions> ApiKeys { get; set; } = [];

    /// <summary>The scheduling agent, or null to leave it out; the keys under <c>Scheduling</c>, with <c>Scheduling:Enabled</c>.</summary>
    /// <value>Default the demo business.</value>
    public SchedulingOptions? Scheduling { get; set; } = new();

    /// <summary>Whether the scheduling agent's tables are filled with the demo business at each start; the key <c>Scheduling:DemoData</c>.</summary>
    /// <value>Default true.</value>
    public bool SchedulingDemoData { get; set; } = true;

    /// <summary>The support agent, or null to leave it out; the keys under <c>Support</c>, with <c>Support:Enabled</c>.</summary>
    /// <value>Default the demo shop.</value>
    public SupportOptions? Support { get; set; } = new();

    /// <summary>Whether the support agent's tables and pages are filled with the demo shop at each start; the key <c>Support:DemoData</c>.</summary>
    /// <value>Default true.</value>
    public bool SupportDemoData { get; set; } = true;

    /// <summary>The largest request body, in bytes, at least 1,024; the key <c>MaxBodyBytes</c>.</summary>
    /// <value>Default 1 MiB.</value>
    public int MaxBodyBytes { get; set; } = 1_048_576;

    /// <summary>The longest message, in characters, at least 1; the key <c>MaxMessageCharacters</c>.</summary>
    /// <value>Default 32,000.</value>
    public int MaxMessageCharacters { get; set; } = 32_000;

    /// <summary>How often callers may ask; the keys under <c>RateLimits</c>.</summary>
    /// <value>Default generous limits: see <see cref="RateLimitOptions"/>.</value>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>How people are told that they are needed; the keys under <c>Notifications</c>.</summary>
    /// <value>Default not at all.</value>
    public NotificationOptions Notifications { get; set; } = new();

    /// <summary>The longest <c>?wait=</c> of a message, above zero; the key <c>MaxWaitSeconds</c>.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a silent event stream sends a comment, so that proxies keep it open, above zero; the key <c>HeartbeatSeconds</c>.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the options from configuration and from the usual environment variables of the providers.</summary>
    /// <param name="configuration">The configuration; see <c>docs/configuration.md</c>.</param>
    /// <param name="variable">Returns an environment variable's value, or null; null for the variables of this process.</param>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>: the message names every fault with its key.</exception>
    public static HoldfastServerOptions Read(IConfiguration configuration, Func<string, string?>? variable = null) =>
        OptionsReader.Read(configuration, variable ?? Environment.GetEnvironmentVariable);
}
