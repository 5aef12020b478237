using System.Text;
using Holdfast.Models;
using Holdfast.Providers.Anthropic;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

public sealed class FailureTests
{
    private const string Key = "sk-secret-0123456789";

    public static TheoryData<string, int, string, ErrorCategory> Refusals => new()
    {
        { "openai", 429, """{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}""", ErrorCategory.RateLimited },
        { "openai", 429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}""", ErrorCategory.RateLimited },
        { "openai", 429, """{"error":{"message":"Rate limit reached: the context length of your requests","type":"tokens"}}""", ErrorCategory.RateLimited },
        { "openai", 400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", ErrorCategory.ContextTooLong },
        { "openai", 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens","type":"BadRequestError","code":400}""", ErrorCategory.ContextTooLong },
        { "openai", 400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", ErrorCategory.ContextTooLong },
        { "openai", 400, """{"error":{"message":"The response was filtered","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""", ErrorCategory.ContentFiltered },
        { "openai", 400, """{"error":{"message":"Invalid schema","type":"invalid_request_error","code":null}}""", ErrorCategory.BadRequest },
        { "openai", 404, """{"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}}""", ErrorCategory.BadRequest },
        { "openai", 401, """{"error":{"message":"Incorrect API key provided: sk-secret-0123456789","type":"invalid_request_error","code":"invalid_api_key"}}""", ErrorCategory.Auth },
        { "openai", 403, """{"error":{"message":"Country not supported for sk-secret-0123456789"}}""", ErrorCategory.Auth },
        { "openai", 402, """{"error":{"message":"Insufficient Balance"}}""", ErrorCategory.Auth },
        { "openai", 408, "", ErrorCategory.Timeout },
        { "openai", 500, """{"error":{"message":"The server had an error","type":"server_error"}}""", ErrorCategory.Overloaded },
        { "openai", 502, "<html><body>Bad gateway</body></html>", ErrorCategory.Overloaded },
        { "openai", 503, """{"error":"overloaded"}""", ErrorCategory.Overloaded },
        { "openai", 301, "", ErrorCategory.BadRequest },
        { "openai", 422, """{"detail":[{"msg":"field required"}]}""", ErrorCategory.BadRequest },
        { "openai", 200, """{"error":{"message":"Provider returned error","code":429}}""", ErrorCategory.RateLimited },
        { "openai", 200, """{"error":{"message":"Internal","code":"502"}}""", ErrorCategory.Overloaded },
        { "openai", 200, """{"id":"x","choices":[]}""", ErrorCategory.MalformedOutput },
        { "openai", 200, """{"choices":[{"message":{"content":17}}]}""", ErrorCategory.MalformedOutput },
        { "openai", 200, """{"choices":[{"message":{"content":"\ud800"}}]}""", ErrorCategory.MalformedOutput },
        { "openai", 200, "<html>login</html>", ErrorCategory.MalformedOutput },
        { "openai", 200, "[]", ErrorCategory.MalformedOutput },
        { "openai", 200, """{"choices":[{"mess""", ErrorCategory.Network },
        { "openai", 200, "", ErrorCategory.Network },
        { "anthropic", 429, """{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}""", ErrorCategory.RateLimited },
        { "anthropic", 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ErrorCategory.Overloaded },
        { "anthropic", 500, """{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""", ErrorCategory.Overloaded },
        { "anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", ErrorCategory.ContextTooLong },
        { "anthropic", 413, """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""", ErrorCategory.ContextTooLong },
        { "anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""", ErrorCategory.ContentFiltered },
        { "anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"tools.0: Field required"}}""", ErrorCategory.BadRequest },
        { "anthropic", 404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-none"}}""", ErrorCategory.BadRequest },
        { "anthropic", 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key sk-secret-0123456789"}}""", ErrorCategory.Auth },
        { "anthropic", 403, """{"type":"error","error":{"type":"permission_error","message":"no"}}""", ErrorCategory.Auth },
        { "anthropic", 200, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ErrorCategory.Overloaded },
        { "anthropic", 200, """{"id":"x","type":"message"}""", ErrorCategory.MalformedOutput },
        { "anthropic", 200, """{"content":[{"type":"text","text":{}}]}""", ErrorCategory.MalformedOutput },
    };

    [Theory]
    [InlineData("o")]
    [InlineData("none")]
    public async Task A_key_that_is_part_of_ordinary_words_mangles_no_message_and_is_not_quoted_back(string key)
    {
        var handler = new CannedHandler(Encoding.UTF8.GetBytes($$$"""{"error":{"message":"no model for key {{{key}}}: broken","type":"invalid_request_error"}}"""), status: 400);
        using var client = new OpenAIChatClient(new HttpClient(handler), new Uri("http://127.0.0.1/v1"), key, "some-model");

        var failure = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("some-model: HTTP 400 (invalid_request_error)");
        failure.Message.ShouldNotContain("[key]");
        failure.Message.ShouldNotContain("no model for");
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_refusal_has_its_category_and_quotes_no_key(string kind, int status, string body, ErrorCategory category)
    {
        foreach (var stream in new[] { false, true })
        {
            var failure = await FailAsync(kind, new CannedHandler(Encoding.UTF8.GetBytes(body), status: status), stream);

            failure.Category.ShouldBe(category, failure.Message);
            failure.ToString().ShouldNotContain("sk-secret");
            failure.Message.Length.ShouldBeLessThan(520);
            if (status != 200)
            {
                failure.Status.ShouldBe(status);
            }
        }
    }

    [Theory]
    [InlineData("openai", "data: {\"error\":{\"message\":\"Overloaded\",\"code\":503}}\n\n", ErrorCategory.Overloaded)]
    [InlineData("openai", "data: {\"error\":{\"type\":\"insufficient_quota\"}}\n\n", ErrorCategory.RateLimited)]
    [InlineData("openai", "data: {\"error\":\"CUDA out of memory\"}\n\n", ErrorCategory.Overloaded)]
    [InlineData("openai", "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\ndata: [DONE]\n\n", ErrorCategory.Network)]
    [InlineData("openai", "data: {\"choices\":[{\"delta\":{\"content\":\"half\"},\"finish_reason\":\"stop\"}]}\n\n", ErrorCategory.Network)]
    [InlineData("openai", "data: {\"choices\"}\n\n", ErrorCategory.MalformedOutput)]
    [InlineData("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", ErrorCategory.Overloaded)]
    [InlineData("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"no\"}}\n\n", ErrorCategory.RateLimited)]
    [InlineData("anthropic", "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", ErrorCategory.Network)]
    [InlineData("anthropic", "data: {\"type\":\"content_block_delta\",\"index\":3,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n", ErrorCategory.MalformedOutput)]
    public async Task A_stream_can_fail_in_the_middle(string kind, string events, ErrorCategory category)
    {
        var failure = await FailAsync(kind, new CannedHandler(Encoding.UTF8.GetBytes(events), "text/event-stream"), stream: true);

        failure.Category.ShouldBe(category, failure.Message);
    }

    [Fact]
    public async Task A_broken_stream_reports_the_tokens_that_were_counted()
    {
        const string Events = """
            data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":1}}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


            """;
        var failure = await FailAsync("anthropic", new CannedHandler(Encoding.UTF8.GetBytes(Events), "text/event-stream") { Breaks = true }, stream: true);

        failure.Category.ShouldBe(ErrorCategory.Network);
        failure.InputTokens.ShouldBe(17);
        failure.OutputTokens.ShouldBe(1);
    }

    public static TheoryData<IReadOnlyDictionary<string, string>, double?> Delays => new()
    {
        { new Dictionary<string, string> { ["Retry-After"] = "7" }, 7 },
        { new Dictionary<string, string> { ["Retry-After"] = "1.5" }, 1.5 },
        { new Dictionary<string, string> { ["Retry-After"] = "Sat, 21 Nov 2026 10:00:30 GMT", ["Date"] = "Sat, 21 Nov 2026 10:00:00 GMT" }, 30 },
        { new Dictionary<string, string> { ["Retry-After"] = "Sat, 21 Nov 2026 09:00:00 GMT", ["Date"] = "Sat, 21 Nov 2026 10:00:00 GMT" }, 0 },
        { new Dictionary<string, string> { ["retry-after-ms"] = "250", ["Retry-After"] = "9" }, 0.25 },
        { new Dictionary<string, string> { ["Retry-After"] = "-5" }, 0 },
        { new Dictionary<string, string> { ["Retry-After"] = "99999999" }, 86_400 },
        { new Dictionary<string, string> { ["Retry-After"] = "soon" }, null },
        { new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "1m30s" }, 90 },
        { new Dictionary<string, string> { ["x-ratelimit-remaining-tokens"] = "0", ["x-ratelimit-reset-tokens"] = "120ms", ["x-ratelimit-reset-requests"] = "8h" }, 0.12 },
        { new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "5", ["x-ratelimit-reset-requests"] = "1m30s" }, null },
        { new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "1x" }, null },
        { new Dictionary<string, string>(), null },
    };

    [Theory]
    [MemberData(nameof(Delays))]
    public async Task The_delay_that_the_provider_asks_for_is_passed_on(IReadOnlyDictionary<string, string> headers, double? seconds)
    {
        var failure = await FailAsync("openai", new CannedHandler([], status: 429) { Headers = headers }, stream: false);

        (failure.RetryAfter?.TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_network_failure()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = ChatClients.Create(new ProviderOptions { Name = "p", BaseUrl = new Uri($"http://127.0.0.1:{port}/v1"), ApiKey = Key }, "m");

        var failure = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("hello"));

        failure.Category.ShouldBe(ErrorCategory.Network);
        failure.ToString().ShouldNotContain(Key);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_caller_who_cancels_gets_the_cancellation(string kind)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var client = Client(kind, new CannedHandler("{}"u8.ToArray()));

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetResponseAsync("hello", cancellationToken: cancelled.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => client.GetStreamingResponseAsync("hello", cancellationToken: cancelled.Token).ToChatResponseAsync());
    }

    [Fact]
    public async Task A_timeout_of_the_HTTP_client_is_a_timeout()
    {
        using var http = new HttpClient(new HangingHandler()) { Timeout = TimeSpan.FromMilliseconds(1) };
        using var client = new OpenAIChatClient(http, new Uri("http://127.0.0.1/v1"), Key, "m");

        (await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync("hello"))).Category.ShouldBe(ErrorCategory.Timeout);
    }

    [Fact]
    public void A_key_that_no_header_can_hold_is_refused_without_quoting_it()
    {
        using var http = new HttpClient();

        var refusal = Should.Throw<ArgumentException>(() => new OpenAIChatClient(http, new Uri("http://127.0.0.1/v1"), Key + "\nX-Other: 1", "m"));

        refusal.ToString().ShouldNotContain("sk-secret");
    }

    [Fact]
    public void Nothing_that_can_be_printed_holds_the_key()
    {
        var options = new ProviderOptions { Name = "p", ApiKey = Key, BaseUrl = new Uri($"http://user:{Key}@127.0.0.1/v1?key={Key}") };
        using var client = ChatClients.Create(options, "m");

        options.ToString().ShouldNotContain(Key);
        client.ToString()!.ShouldNotContain(Key);
        client.GetService<ChatClientMetadata>()!.ProviderUri!.ToString().ShouldBe("http://127.0.0.1/v1/chat/completions");
    }

    private static IChatClient Client(string kind, HttpMessageHandler handler) => kind == "openai"
        ? new OpenAIChatClient(new HttpClient(handler), new Uri("http://127.0.0.1/v1"), Key, "m")
        : new AnthropicChatClient(new HttpClient(handler), new Uri("http://127.0.0.1"), Key, "m");

    private static async Task<ModelException> FailAsync(string kind, CannedHandler handler, bool stream)
    {
        using var client = Client(kind, handler);
        return await Should.ThrowAsync<ModelException>(() => stream
            ? client.GetStreamingResponseAsync("hello").ToChatResponseAsync()
            : client.GetResponseAsync("hello"));
    }

    private sealed class HangingHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
