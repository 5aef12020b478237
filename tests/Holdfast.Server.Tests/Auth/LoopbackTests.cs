using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests.Auth;

public sealed class LoopbackTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Without_keys_other_names_of_the_machine_are_refused() =>
        (await server.PostAsync("/v1/agents/echo/sessions", null, ("Host", "evil.example"))).ShouldRefuse(403, "host-not-allowed", "Host").ShouldContain("localhost");

    [Fact]
    public async Task Without_keys_pages_of_other_origins_are_refused() =>
        (await server.PostAsync("/v1/agents/echo/sessions", null, ("Origin", "https://evil.example"))).ShouldRefuse(403, "origin-not-allowed", "Origin");

    [Fact]
    public async Task The_server_s_own_pages_are_served() =>
        (await server.PostAsync("/v1/agents/echo/sessions", null, ("Origin", server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)))).Status.ShouldBe(201);

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://192.168.1.5:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://example.com")]
    public async Task Without_keys_the_server_listens_on_this_machine_only(string address)
    {
        var storage = $"Data Source={Path.Combine(server.Folder, "elsewhere.db")}";
        await using var app = HoldfastApplication.Create(
            new HoldfastServerOptions { Storage = storage, Listen = [address], Scheduling = null }, builder => builder.Logging.ClearProviders());
        var refusal = await Should.ThrowAsync<HoldfastException>(() => app.StartAsync(RunningServer.Token));

        refusal.Code.ShouldBe("invalid-configuration");
        refusal.Message.ShouldContain("ApiKeys:<name>:Key");
        refusal.Message.ShouldContain(address);
    }
}
