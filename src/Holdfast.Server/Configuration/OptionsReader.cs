using Holdfast.Agents.Scheduling;
using Holdfast.Agents.Support;
using Holdfast.Cost;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server.Configuration;

/// <summary>Turns configuration into <see cref="HoldfastServerOptions"/>.</summary>
internal static class OptionsReader
{
    public static HoldfastServerOptions Read(IConfiguration configuration, Func<string, string?> variable)
    {
        var faults = new Faults();
        var keys = new KeyReader(configuration, faults);
        var options = new HoldfastServerOptions();
        options.Storage = keys.Text("Storage") ?? options.Storage;
        options.Listen = keys.List("Listen") ?? keys.List("Urls") ?? options.Listen;
        options.Role = keys.Choice("Role", options.Role);
        options.OfflineFallback = keys.Flag("OfflineFallback", options.OfflineFallback);
        options.MaxBodyBytes = keys.Number("MaxBodyBytes", options.MaxBodyBytes);
        options.MaxMessageCharacters = keys.Number("MaxMessageCharacters", options.MaxMessageCharacters);
        options.RateLimits = ReadRateLimits(keys);
        options.MaxWait = keys.Seconds("MaxWaitSeconds", options.MaxWait);
        options.Heartbeat = keys.Seconds("HeartbeatSeconds", options.Heartbeat);
        options.Providers = ProviderReader.Read(keys, faults, variable);
        options.Tiers = TierReader.Read(keys, faults, options.Providers, variable);
        options.Embeddings = keys.Text("Embeddings");
        options.MaxDocumentBytes = keys.Number("MaxDocumentBytes", options.MaxDocumentBytes);
        options.Prices = ReadPrices(configuration, keys);
        options.ApiKeys = [.. keys.Names("ApiKeys").Select(name => ReadKey(keys, name))];
        options.Notifications = NotificationReader.Read(keys);
        options.Scheduling = ReadScheduling(keys);
        options.SchedulingDemoData = keys.Flag("Scheduling:DemoData", options.SchedulingDemoData);
        options.Support = ReadSupport(keys);
        options.SupportDemoData = keys.Flag("Support:DemoData", options.SupportDemoData);
        OptionsCheck.Collect(options, faults);
        faults.Demand();
        return options;
    }

    private static ApiKeyOptions ReadKey(KeyReader keys, string name)
    {
        var section = $"ApiKeys:{name}";
        keys.Only(section, "Key", "Tenant", "Scopes");
        return new()
        {
            Name = name,
            Key = keys.Text($"{section}:Key") ?? "",
            Tenant = keys.Text($"{section}:Tenant") ?? "default",
            Scopes = keys.List($"{section}:Scopes") ?? ["invoke"],
        };
    }

    private static RateLimitOptions ReadRateLimits(KeyReader keys)
    {
        keys.Only("RateLimits", "Session", "User", "Tenant", "Address");
        var d = new RateLimitOptions();
        return new()
        {
            Session = keys.Number("RateLimits:Session", d.Session),
            User = keys.Number("RateLimits:User", d.User),
            Tenant = keys.Number("RateLimits:Tenant", d.Tenant),
            Address = keys.Number("RateLimits:Address", d.Address),
        };
    }

    /// <summary>The names of models may hold colons, which configuration takes for levels: a price is wherever Input or Output is.</summary>
    private static Dictionary<string, ModelPrice> ReadPrices(IConfiguration configuration, KeyReader keys)
    {
        var prices = new Dictionary<string, ModelPrice>(StringComparer.OrdinalIgnoreCase);
        Visit(configuration.GetSection("Prices"));
        return prices;

        void Visit(IConfigurationSection section)
        {
            var input = keys.Price($"{section.Path}:Input");
            var output = keys.Price($"{section.Path}:Output");
            if (input is not null || output is not null)
            {
                prices[section.Path["Prices:".Length..]] = new ModelPrice(input ?? 0, output ?? 0, keys.Price($"{section.Path}:CachedInput"));
                return;
            }

            foreach (var child in section.GetChildren().Where(child => child.Value is null))
            {
                Visit(child);
            }
        }
    }

    private static SupportOptions? ReadSupport(KeyReader keys)
    {
        const string S = "Support:";
        keys.Only("Support", "Enabled", "DemoData", "ShopName", "TimeZone", "ServicePhone", "RefundLimit", "OrderSystemDown");
        var d = new SupportOptions();
        return !keys.Flag(S + "Enabled", true) ? null : new()
        {
            ShopName = keys.Text(S + "ShopName") ?? d.ShopName,
            TimeZone = keys.Text(S + "TimeZone") ?? d.TimeZone,
            ServicePhone = keys.Text(S + "ServicePhone") ?? d.ServicePhone,
            RefundLimit = keys.Number(S + "RefundLimit", d.RefundLimit),
            OrderSystemDown = keys.Flag(S + "OrderSystemDown", d.OrderSystemDown),
        };
    }

    private static SchedulingOptions? ReadScheduling(KeyReader keys)
    {
        const string S = "Scheduling:";
        keys.Only(
            "Scheduling", "Enabled", "DemoData", "BusinessName", "TimeZone", "OfficePhone", "NoticeMinutes", "HorizonDays", "StartEveryMinutes",
            "ConfirmationSender", "OutboxFolder", "SmtpHost", "SmtpPort", "SmtpTls", "SmtpUser", "SmtpPassword");
        var d = new SchedulingOptions();
        return !keys.Flag(S + "Enabled", true) ? null : new()
        {
            BusinessName = keys.Text(S + "BusinessName") ?? d.BusinessName,
            TimeZone = keys.Text(S + "TimeZone") ?? d.TimeZone,
            OfficePhone = keys.Text(S + "OfficePhone") ?? d.OfficePhone,
            NoticeMinutes = keys.Number(S + "NoticeMinutes", d.NoticeMinutes),
            HorizonDays = keys.Number(S + "HorizonDays", d.HorizonDays),
            StartEveryMinutes = keys.Number(S + "StartEveryMinutes", d.StartEveryMinutes),
            ConfirmationSender = keys.Text(S + "ConfirmationSender") ?? d.ConfirmationSender,
            OutboxFolder = keys.Text(S + "OutboxFolder") ?? ".holdfast/outbox",
            SmtpHost = keys.Text(S + "SmtpHost"),
            SmtpPort = keys.Number(S + "SmtpPort", d.SmtpPort),
            SmtpTls = keys.Flag(S + "SmtpTls", d.SmtpTls),
            SmtpUser = keys.Text(S + "SmtpUser"),
            SmtpPassword = keys.Text(S + "SmtpPassword"),
        };
    }
}
