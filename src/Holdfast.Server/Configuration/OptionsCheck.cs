using System.ComponentModel.DataAnnotations;
using System.Net;
using Holdfast.Providers;
using Holdfast.Server.Models;

namespace Holdfast.Server.Configuration;

/// <summary>What must hold of the options, wherever they came from.</summary>
internal static class OptionsCheck
{
    private const int ShortestKey = 16;

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>, with all faults.</exception>
    public static void Demand(HoldfastServerOptions options)
    {
        var faults = new Faults();
        Collect(options, faults);
        faults.Demand();
    }

    public static void Collect(HoldfastServerOptions options, Faults faults)
    {
        CheckListen(options, faults);
        CheckKeys(options, faults);
        CheckProviders(options, faults);
        foreach (var (tier, chain) in options.Tiers)
        {
            foreach (var (model, position) in chain.Select((model, position) => (model, position)))
            {
                CheckModel(options, faults, $"Tiers:{tier.ToString().ToLowerInvariant()}:{position}", model);
            }
        }

        if (options.Embeddings is { } embeddings)
        {
            CheckModel(options, faults, "Embeddings", embeddings);
            if (embeddings == ModelChains.Offline || options.Providers.Any(p => p.Kind != ProviderKind.OpenAI && embeddings.StartsWith(p.Name + "/", StringComparison.Ordinal)))
            {
                faults.Add("Embeddings", $"'{embeddings}' has no embeddings. Name a model of a provider of kind openai, such as openai/text-embedding-3-small.");
            }
        }

        foreach (var (model, price) in options.Prices)
        {
            if (price.Input < 0 || price.Output < 0 || price.CachedInput < 0)
            {
                faults.Add($"Prices:{model}", "A price is below zero.");
            }
        }

        if (options.MaxBodyBytes < 1_024) { faults.Add("MaxBodyBytes", $"{options.MaxBodyBytes} is too small; at least 1024."); }
        if (options.MaxDocumentBytes < 1_024) { faults.Add("MaxDocumentBytes", $"{options.MaxDocumentBytes} is too small; at least 1024."); }
        if (options.MaxMessageCharacters < 1) { faults.Add("MaxMessageCharacters", $"{options.MaxMessageCharacters} is too small; at least 1."); }
        CheckRateLimits(options.RateLimits, faults);
        if (options.MaxWait <= TimeSpan.Zero) { faults.Add("MaxWaitSeconds", "It must be above zero."); }
        if (options.Heartbeat <= TimeSpan.Zero) { faults.Add("HeartbeatSeconds", "It must be above zero."); }
        NotificationReader.Check(options.Notifications, faults);
        CheckAgent("Scheduling", options.Scheduling, options.Scheduling?.TimeZone, faults);
        CheckAgent("Support", options.Support, options.Support?.TimeZone, faults);
    }

    /// <summary>Whether an address can be reached from this machine only.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Refuses to listen for other machines without any key. Called when the store is open: a key in it is as good as one in the configuration.</summary>
    /// <exception cref="HoldfastException"><c>invalid-configuration</c>.</exception>
    public static void DemandKey(HoldfastServerOptions options, bool hasKey)
    {
        var faults = new Faults();
        foreach (var address in options.Listen)
        {
            if (!hasKey && !(Address(address) is { } url && IsLoopback(url.Host)))
            {
                faults.Add("Listen", $"{address} can be reached from other machines, and there is no API key. Set ApiKeys:<name>:Key (16 characters or more), "
                    + "make one by 'holdfast keys create' on this storage, or listen on http://127.0.0.1:5080.");
            }
        }

        faults.Demand();
    }

    /// <summary>Kestrel's wildcards are no host names; any name that is not loopback will do for them.</summary>
    private static Uri? Address(string text) =>
        Uri.TryCreate(text.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal), UriKind.Absolute, out var url) ? url : null;

    private static void CheckRateLimits(RateLimitOptions limits, Faults faults)
    {
        foreach (var (name, value) in new[] { ("Session", limits.Session), ("User", limits.User), ("Tenant", limits.Tenant), ("Address", limits.Address) })
        {
            if (value is < 0 or > 10_000_000)
            {
                faults.Add($"RateLimits:{name}", $"{value} is not a number of requests per minute: give 0 (no limit) to 10000000.");
            }
        }
    }

    private static void CheckListen(HoldfastServerOptions options, Faults faults)
    {
        foreach (var address in options.Listen)
        {
            if (Address(address) is not { Scheme: "http" or "https", PathAndQuery: "/" or "" })
            {
                faults.Add("Listen", $"'{address}' is not an address such as http://127.0.0.1:5080.");
            }
        }

        if (options.Listen.Count == 0)
        {
            faults.Add("Listen", "It is empty. Give an address such as http://127.0.0.1:5080.");
        }
    }

    private static void CheckKeys(HoldfastServerOptions options, Faults faults)
    {
        foreach (var key in options.ApiKeys)
        {
            if (key.Key.Length < ShortestKey || key.Key.Any(c => c is < '!' or > '~'))
            {
                faults.Add($"ApiKeys:{key.Name}:Key", $"It must have at least {ShortestKey} visible ASCII characters.");
            }

            if (key.Tenant.Length is 0 or > 64)
            {
                faults.Add($"ApiKeys:{key.Name}:Tenant", "It must have 1 to 64 characters.");
            }
        }

        foreach (var same in options.ApiKeys.Where(key => key.Key.Length > 0).GroupBy(key => key.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            faults.Add($"ApiKeys:{same.Last().Name}:Key", $"It is the same key as that of {same.First().Name}; each caller needs its own.");
        }
    }

    private static void CheckProviders(HoldfastServerOptions options, Faults faults)
    {
        foreach (var provider in options.Providers)
        {
            if (provider.Name.Length == 0 || !provider.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || provider.Name == ModelChains.Offline)
            {
                faults.Add($"Providers:{provider.Name}", "The name must be letters, digits, '-' and '_', and not 'offline'.");
            }

            if (provider.Kind == ProviderKind.Anthropic && string.IsNullOrWhiteSpace(provider.ApiKey))
            {
                faults.Add($"Providers:{provider.Name}:ApiKey", "It is missing. Set it, or the environment variable ANTHROPIC_API_KEY for a provider named anthropic.");
            }

            if (options.Embeddings?.StartsWith(provider.Name + "/", StringComparison.Ordinal) != true && !options.Tiers.Values.Any(chain => chain.Any(model => model.StartsWith(provider.Name + "/", StringComparison.Ordinal))))
            {
                faults.Add($"Providers:{provider.Name}", $"No tier uses it. Name its models in Tiers:standard, such as [\"{provider.Name}/<model>\"].");
            }
        }

        if (!options.OfflineFallback && !options.Tiers.TryGetValue(Tier.Standard, out _))
        {
            faults.Add("OfflineFallback", "It is false and no model is configured, so nothing could answer. Set Tiers:standard, or OPENAI_API_KEY or ANTHROPIC_API_KEY.");
        }
    }

    private static void CheckModel(HoldfastServerOptions options, Faults faults, string key, string model)
    {
        if (model == ModelChains.Offline)
        {
            return;
        }

        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == model.Length - 1)
        {
            faults.Add(key, $"'{model}' is not of the form provider/model.");
        }
        else if (options.Providers.All(provider => provider.Name != model[..slash]))
        {
            var known = options.Providers.Count == 0 ? "none is configured" : "there are " + string.Join(", ", options.Providers.Select(provider => provider.Name));
            faults.Add(key, $"'{model}' names the provider '{model[..slash]}', which is not configured ({known}). Set Providers:{model[..slash]}.");
        }
    }

    private static void CheckAgent(string section, object? agent, string? timeZone, Faults faults)
    {
        if (agent is null)
        {
            return;
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(agent, new ValidationContext(agent), results, validateAllProperties: true);
        foreach (var result in results)
        {
            faults.Add($"{section}:{result.MemberNames.FirstOrDefault()}", result.ErrorMessage ?? "It is not valid.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone!, out _))
        {
            faults.Add($"{section}:TimeZone", $"'{timeZone}' is not known here. Use an IANA name such as Europe/Berlin; on Linux the package tzdata must be installed.");
        }
    }
}
