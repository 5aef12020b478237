using System.ClientModel;
using Anthropic;
using Holdfast.Server.MockModel;
using OpenAI;
using OpenAI.Models;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>The official SDKs read from the mock exactly what its script says.</summary>
public sealed class OfficialClientsTests
{
    private const string Script = """
        rules:
          - name: booked
            when: { tool: book_table, tool_result: "code (?<code>[A-Z0-9]+)" }
            reply: "Your code is ${code}. \u2705 Grüße, 東京! 👩‍👩‍👧"
          - name: book
            when: { user: "book for (?<name>.+), (?<guests>\\d+) guests" }
            reply:
              text: One moment.
              tool_calls:
                - { name: book_table, arguments: '{"name":"${name}","guests":${guests}}' }
                - { name: book_table, arguments: { name: "x ${name}", guests: 2 } }
          - when: { user_contains: LONG }
            reply: aaaabbbbccccdddd
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SdkClient.All), MemberType = typeof(SdkClient))]
    public async Task Tool_calls_come_with_their_arguments(string protocol, bool streaming)
    {
        await using var server = await StartAsync();
        var reading = await SdkClient.Of(protocol, server.BaseUrl).ReadAsync(new Exchange("book for Ann \"Q\" Lee, 4 guests") { OffersTool = true }, streaming, Token);

        reading.Text.ShouldBe("One moment.");
        // Whole Anthropic bodies hold arguments as values, which the SDK writes with escapes of its own.
        reading.Calls.Replace("\\u0022", "\\\"").ShouldBe("""book_table({"name":"Ann \"Q\" Lee","guests":4});book_table({"name":"x Ann \"Q\" Lee","guests":2})""");
        reading.Finish.ShouldBe("tool_calls");
        reading.OutputTokens.ShouldBe(3 + 3 + 9 + 3 + 10);
        AssertServed(server, reading, streaming);
    }

    [Theory]
    [MemberData(nameof(SdkClient.All), MemberType = typeof(SdkClient))]
    public async Task Text_comes_unharmed(string protocol, bool streaming)
    {
        await using var server = await StartAsync();
        var exchange = new Exchange("book for Bo, 2 guests") { OffersTool = true, Answered = ("call_1", """{"name":"Bo","guests":2}""", "done, code X7Y") };
        var reading = await SdkClient.Of(protocol, server.BaseUrl).ReadAsync(exchange, streaming, Token);

        reading.Text.ShouldBe("Your code is X7Y. \u2705 Grüße, 東京! 👩‍👩‍👧");
        reading.Calls.ShouldBe("");
        reading.Finish.ShouldBe("stop");
        AssertServed(server, reading, streaming);
    }

    [Theory]
    [MemberData(nameof(SdkClient.All), MemberType = typeof(SdkClient))]
    public async Task The_limit_of_tokens_cuts_the_text(string protocol, bool streaming)
    {
        await using var server = await StartAsync();
        var reading = await SdkClient.Of(protocol, server.BaseUrl).ReadAsync(new Exchange("long") { MaxTokens = 3 }, streaming, Token);

        reading.Text.ShouldBe("aaaabbbbcccc");
        reading.Finish.ShouldBe("length");
        reading.OutputTokens.ShouldBe(3);
        AssertServed(server, reading, streaming);
    }

    [Theory]
    [MemberData(nameof(SdkClient.All), MemberType = typeof(SdkClient))]
    public async Task Usage_is_the_same_in_every_protocol(string protocol, bool streaming)
    {
        await using var server = await StartAsync();
        var reading = await SdkClient.Of(protocol, server.BaseUrl).ReadAsync(new Exchange("hello there"), streaming, Token);

        reading.ShouldBe(new Reading("hello there", "", "", "stop", InputTokens: 3 + 3, OutputTokens: 3));
        AssertServed(server, reading, streaming);
    }

    [Fact]
    public async Task A_listed_model_is_found_by_both_sdks()
    {
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Models = ["a", "b"] }, Token);
        var openAI = new OpenAIModelClient(new ApiKeyCredential("k"), new OpenAIClientOptions { Endpoint = new Uri(server.BaseUrl, "/v1") });
        using var anthropic = new AnthropicClient { ApiKey = "k", BaseUrl = server.BaseUrl.ToString().TrimEnd('/'), MaxRetries = 0 };

        (await openAI.GetModelsAsync(Token)).Value.Select(model => model.Id).ShouldBe(["a", "b"]);
        (await anthropic.Models.List(cancellationToken: Token)).Items.Select(model => model.ID).ShouldBe(["a", "b"]);
    }

    private static Task<MockModelServer> StartAsync() =>
        MockModelServer.StartAsync(new MockModelOptions { Script = MockScript.Parse(Script) }, Token);

    private static void AssertServed(MockModelServer server, Reading reading, bool streaming)
    {
        var served = server.Served.ShouldHaveSingleItem();
        (served.Status, served.Fault, served.Complete, served.Streamed).ShouldBe((200, MockFault.None, true, streaming));
        (served.InputTokens, served.OutputTokens).ShouldBe(((int)reading.InputTokens, (int)reading.OutputTokens));
        server.Totals.ShouldBe(new MockTotals(1, 1, 1, 0, served.InputTokens, served.OutputTokens));
    }
}
