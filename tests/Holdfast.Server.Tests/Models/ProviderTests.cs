using Holdfast.Server.MockModel;
using Microsoft.Extensions.Configuration;

namespace Holdfast.Server.Tests.Models;

/// <summary>With the usual variables set, a real provider answers, and nothing else changes.</summary>
public class ProviderTests
{
    private const string Answer = "It is a fine day in Zürich, with sun from the morning until the late evening.";

    [Theory]
    [InlineData("OPENAI", "/v1", "openai/gpt-5-mini")]
    [InlineData("ANTHROPIC", "", "anthropic/claude-sonnet-4-5")]
    public async Task The_provider_of_the_environment_answers(string provider, string path, string model)
    {
        await using var mock = await StartMockAsync("mock-key");
        await using var server = await RunningServer.StartAsync(options => Use(options, mock, provider, path));

        using var events = await server.FollowAsync($"/v1/sessions/{await server.OpenAsync()}/messages", body: """{"text":"How is the weather?"}""");
        var all = await events.RestAsync();

        all[^1].Json.GetProperty("answer").GetString().ShouldBe(Answer);
        string.Concat(all.Where(e => e.Kind == "text.delta").Select(e => e.Json.GetProperty("text").GetString())).ShouldBe(Answer);
        all.Single(e => e.Kind == "model.replied").Json.GetProperty("payload").GetProperty("attempts")[0].GetProperty("model").GetString().ShouldBe(model);
        mock.Totals.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task When_the_provider_refuses_the_key_the_offline_model_answers()
    {
        await using var mock = await StartMockAsync("another-key");
        await using var server = await RunningServer.StartAsync(options =>
        {
            Use(options, mock, "OPENAI", "/v1");
            options.Scheduling = new();
        });

        var run = await server.SayAsync(await server.OpenAsync("scheduling"), "Show my appointments");

        run.GetProperty("answer").GetString()!.ShouldContain("without a language model");
    }

    private static Task<MockModelServer> StartMockAsync(string key) => MockModelServer.StartAsync(
        new MockModelOptions { ApiKey = key, Script = new MockScript(new MockRule { UserContains = "weather", Replies = [MockReply.Say(Answer)] }) }, RunningServer.Token);

    private static void Use(HoldfastServerOptions options, MockModelServer mock, string provider, string path)
    {
        var read = HoldfastServerOptions.Read(new ConfigurationBuilder().Build(), name =>
            name == provider + "_API_KEY" ? "mock-key" : name == provider + "_BASE_URL" ? mock.BaseUrl.AbsoluteUri.TrimEnd('/') + path : null);
        (options.Providers, options.Tiers) = (read.Providers, read.Tiers);
    }
}
