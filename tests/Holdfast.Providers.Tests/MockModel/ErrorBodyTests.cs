using System.Net;
using System.Text.Json;
using Holdfast.Server.MockModel;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Errors have the bodies and headers of the real providers.</summary>
public sealed class ErrorBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("429", HttpStatusCode.TooManyRequests, "rate_limit_exceeded", "rate_limit_error")]
    [InlineData("500", HttpStatusCode.InternalServerError, null, "api_error")]
    [InlineData("503", HttpStatusCode.ServiceUnavailable, null, "api_error")]
    [InlineData("529", (HttpStatusCode)529, null, "overloaded_error")]
    [InlineData("context-too-long", HttpStatusCode.BadRequest, "context_length_exceeded", "invalid_request_error")]
    public async Task Each_protocol_names_the_error_its_way(string fault, HttpStatusCode status, string? openAICode, string anthropicType)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);

        var chat = await client.JsonAsync("/v1/chat/completions", RawClient.Chat("hi"), fault, status, Token);
        chat.GetProperty("error").GetProperty("code").GetString().ShouldBe(openAICode);
        var responses = await client.JsonAsync("/v1/responses", RawClient.Responses("hi"), fault, status, Token);
        responses.GetProperty("error").GetProperty("code").GetString().ShouldBe(openAICode);
        var messages = await client.JsonAsync("/v1/messages", RawClient.Messages("hi"), fault, status, Token);
        messages.GetProperty("type").GetString().ShouldBe("error");
        messages.GetProperty("error").GetProperty("type").GetString().ShouldBe(anthropicType);
    }

    [Theory]
    [InlineData(2500, "3", "2500")]
    [InlineData(1000, "1", "1000")]
    [InlineData(0, "0", "0")]
    public async Task A_429_says_how_long_to_wait(int milliseconds, string seconds, string exact)
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) }, Token);
        using var client = new RawClient(server.BaseUrl);
        var (response, _, _) = await client.PostAsync("/v1/chat/completions", RawClient.Chat("hi"), "429", Token);

        response.Headers.GetValues("retry-after").ShouldBe([seconds]);
        response.Headers.GetValues("retry-after-ms").ShouldBe([exact]);
    }

    [Fact]
    public async Task A_prompt_over_the_context_is_refused_with_its_size()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { ContextTokens = 10 }, Token);
        using var client = new RawClient(server.BaseUrl);

        await client.JsonAsync("/v1/messages", RawClient.Messages(new string('x', 28)), null, HttpStatusCode.OK, Token);
        var error = await client.JsonAsync("/v1/messages", RawClient.Messages(new string('x', 29)), null, HttpStatusCode.BadRequest, Token);
        error.GetProperty("error").GetProperty("message").GetString().ShouldBe("prompt is too long: 11 tokens > 10 maximum");
    }

    [Theory]
    [InlineData("not json", "not JSON")]
    [InlineData("{}", "'model' is missing")]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"x"}]}""", "conversation is empty")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","tool_call_id":"c1","content":"x"}]}""", "did not make")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}""", "'c1' has no result before message 1")]
    [InlineData("""{"model":"m","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", "at least 1")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"x"}]}""", "'robot'")]
    public async Task What_real_providers_refuse_is_refused(string json, string message)
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);
        var error = await client.JsonAsync("/v1/chat/completions", json, null, HttpStatusCode.BadRequest, Token);

        error.GetProperty("error").GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(message);
    }

    [Fact]
    public async Task Unknown_paths_and_faults_are_named()
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);

        (await client.JsonAsync("/v1/other", "{}", null, HttpStatusCode.NotFound, Token)).ToString().ShouldContain("/v1/chat/completions");
        (await client.JsonAsync("/v1/chat/completions", RawClient.Chat("hi"), "hung", HttpStatusCode.BadRequest, Token)).ToString().ShouldContain("slow-stream");
        (await client.JsonAsync("/v1/messages", RawClient.Chat("hi"), null, HttpStatusCode.BadRequest, Token)).ToString().ShouldContain("max_tokens: Field required");
        server.Served.Select(served => served.Status).ShouldBe([400, 400]);
    }

    [Fact]
    public async Task A_stream_tells_usage_only_when_asked()
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);

        (await client.PostAsync("/v1/chat/completions", RawClient.Chat("hi", stream: true, usage: false), null, Token)).Body.ShouldNotContain("usage");
        var body = (await client.PostAsync("/v1/chat/completions", RawClient.Chat("hi", stream: true), null, Token)).Body;
        body.ShouldContain("\"choices\":[],\"usage\":{\"prompt_tokens\":4");
        body.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Messages_stream_the_real_sequence_of_events()
    {
        await using var server = await MockModelServer.StartAsync(cancellationToken: Token);
        using var client = new RawClient(server.BaseUrl);
        var body = (await client.PostAsync("/v1/messages", RawClient.Messages("hi", stream: true), null, Token)).Body;
        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n')).ToList();

        events.Select(lines => lines[0]["event: ".Length..]).Distinct().ShouldBe(
            ["message_start", "ping", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"]);
        events.Select(lines => "event: " + JsonElement.Parse(lines[1]["data: ".Length..]).GetProperty("type").GetString()).ShouldBe(events.Select(lines => lines[0]));
    }
}
