using Holdfast.Providers;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server.Tests.Configuration;

public class OptionsReaderTests
{
    [Fact]
    public void Without_configuration_the_offline_model_answers_on_the_loopback_address()
    {
        var options = Read([]);

        options.Storage.ShouldBe("Data Source=.holdfast/holdfast.db");
        options.Listen.ShouldBe(["http://127.0.0.1:5080"]);
        options.Role.ShouldBe(ServerRole.All);
        options.Providers.ShouldBeEmpty();
        options.Tiers.ShouldBeEmpty();
        options.OfflineFallback.ShouldBeTrue();
        options.ApiKeys.ShouldBeEmpty();
        options.Scheduling!.TimeZone.ShouldBe("Europe/Berlin");
        options.SchedulingDemoData.ShouldBeTrue();
        options.Support.ShouldNotBeNull().ShouldSatisfyAllConditions(shop => shop.RefundLimit.ShouldBe(50), shop => shop.OrderSystemDown.ShouldBeFalse());
        options.SupportDemoData.ShouldBeTrue();
        options.MaxBodyBytes.ShouldBe(1_048_576);
        options.MaxWait.ShouldBe(TimeSpan.FromMinutes(5));
        options.Heartbeat.ShouldBe(TimeSpan.FromSeconds(15));
        var defaults = new HoldfastServerOptions();
        options.Storage.ShouldBe(defaults.Storage);
        options.Listen.ShouldBe(defaults.Listen);
    }

    [Fact]
    public void Keys_in_the_usual_variables_are_used_without_more()
    {
        var options = Read([], ("OPENAI_API_KEY", "sk-1"), ("ANTHROPIC_API_KEY", "sk-2"), ("ANTHROPIC_MODEL", "claude-opus-4-5"));

        options.Providers.Select(provider => provider.Name).ShouldBe(["openai", "anthropic"]);
        options.Tiers[Tier.Standard].ShouldBe(["openai/gpt-5-mini", "anthropic/claude-opus-4-5"]);
        options.Tiers[Tier.Fast].ShouldBe(["openai/gpt-5-nano", "anthropic/claude-opus-4-5"]);
    }

    [Fact]
    public void A_compatible_endpoint_needs_its_address_and_a_model()
    {
        var options = Read([], ("OPENAI_BASE_URL", "http://localhost:11434/v1"), ("OPENAI_MODEL", "qwen3:8b"));

        options.Providers.Single().BaseUrl.ShouldBe(new Uri("http://localhost:11434/v1"));
        options.Tiers.Values.ShouldAllBe(chain => chain.Single() == "openai/qwen3:8b");
    }

    [Fact]
    public void Everything_can_be_configured()
    {
        var options = Read(
            [
                new("Storage", "postgres://u:p@db/holdfast"), new("Listen", "http://0.0.0.0:80; http://127.0.0.1:81"), new("Role", "api"), new("OfflineFallback", "false"),
                new("Providers:lab:Kind", "openai"), new("Providers:lab:BaseUrl", "https://lab.example/v1"), new("Providers:lab:ApiKey", "secret"),
                new("Tiers:standard:0", "lab/big:8b"), new("Tiers:standard:1", "offline"), new("Tiers:fast", "lab/small, lab/big:8b"),
                new("Prices:lab/big:8b:Input", "0.5"), new("Prices:lab/big:8b:Output", "2"), new("Prices:lab/small:Input", "0.1"), new("Prices:lab/small:CachedInput", "0.01"),
                new("ApiKeys:app:Key", "0123456789abcdef"), new("ApiKeys:app:Tenant", "acme"), new("ApiKeys:app:Scopes:0", "invoke"), new("ApiKeys:app:Scopes:1", "operate"),
                new("Scheduling:TimeZone", "America/New_York"), new("Scheduling:DemoData", "false"), new("Support:RefundLimit", "80"), new("Support:DemoData", "false"), new("Support:OrderSystemDown", "true"), new("MaxBodyBytes", "2048"), new("MaxWaitSeconds", "10"), new("HeartbeatSeconds", "0.5"),
            ],
            ("OPENAI_MODEL", "unused"));

        options.Storage.ShouldBe("postgres://u:p@db/holdfast");
        options.Listen.ShouldBe(["http://0.0.0.0:80", "http://127.0.0.1:81"]);
        options.Role.ShouldBe(ServerRole.Api);
        options.OfflineFallback.ShouldBeFalse();
        options.Providers.Single().Kind.ShouldBe(ProviderKind.OpenAI);
        options.Providers.Single().ApiKey.ShouldBe("secret");
        options.Tiers[Tier.Standard].ShouldBe(["lab/big:8b", "offline"]);
        options.Tiers[Tier.Fast].ShouldBe(["lab/small", "lab/big:8b"]);
        options.Prices["lab/big:8b"].ShouldBe(new Cost.ModelPrice(0.5m, 2));
        options.Prices["lab/small"].ShouldBe(new Cost.ModelPrice(0.1m, 0, 0.01m));
        options.ApiKeys.Single().ShouldSatisfyAllConditions(key => key.Tenant.ShouldBe("acme"), key => key.Scopes.ShouldBe(["invoke", "operate"]));
        options.Scheduling!.TimeZone.ShouldBe("America/New_York");
        options.SchedulingDemoData.ShouldBeFalse();
        options.Support.ShouldNotBeNull().ShouldSatisfyAllConditions(shop => shop.RefundLimit.ShouldBe(80), shop => shop.OrderSystemDown.ShouldBeTrue());
        options.SupportDemoData.ShouldBeFalse();
        options.MaxWait.ShouldBe(TimeSpan.FromSeconds(10));
        options.Heartbeat.ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_keys_and_without_secrets()
    {
        var refusal = Should.Throw<HoldfastException>(() => Read(
            [
                new("Listen", "http://0.0.0.0:80"), new("Role", "boss"), new("OfflineFallback", "maybe"), new("MaxBodyBytes", "10"),
                new("Providers:lab:Knid", "openai"), new("Providers:lab:BaseUrl", "lab.example"), new("Providers:claude:Kind", "anthropic"), new("Providers:lab:ApiKey", "hush-hush"),
                new("Tiers:huge", "lab/x"), new("Tiers:standard:0", "lab"), new("Tiers:standard:1", "moon/x"), new("Prices:lab/x:Input", "free"),
                new("ApiKeys:app:Tenant", "acme"), new("Scheduling:TimeZone", "Mars/Olympus"), new("Scheduling:NoticeMinutes", "-5"), new("Scheduling:Zone", "x"), new("Support:RefundLimit", "-1"),
            ],
            ("OPENAI_BASE_URL", "nowhere")));

        refusal.Code.ShouldBe("invalid-configuration");
        foreach (var key in new[]
        {
            "Role: 'boss'", "OfflineFallback: 'maybe'", "MaxBodyBytes: 10", "Providers:lab:Knid", "Providers:lab:BaseUrl: 'lab.example'", "Providers:claude:ApiKey",
            "Tiers:huge", "Tiers:standard:0: 'lab'", "Tiers:standard:1: 'moon/x'", "Prices:lab/x:Input: 'free'", "ApiKeys:app:Key", "Scheduling:TimeZone: 'Mars/Olympus'",
            "Scheduling:NoticeMinutes", "Scheduling:Zone", "Support:RefundLimit", "OPENAI_BASE_URL",
        })
        {
            refusal.Message.ShouldContain(key);
        }

        refusal.Message.ShouldNotContain("hush-hush");
    }

    [Fact]
    public void A_server_that_nothing_could_answer_is_refused() =>
        Should.Throw<HoldfastException>(() => Read([new("OfflineFallback", "false")])).Message.ShouldContain("nothing could answer");

    private static HoldfastServerOptions Read(IEnumerable<KeyValuePair<string, string?>> keys, params (string Name, string Value)[] variables) => HoldfastServerOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(keys).Build(), name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
