using System.Text;
using System.Text.Json.Nodes;
using global::Anthropic;
using Holdfast.Providers.Anthropic;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.Anthropic;

/// <summary>Our request bodies mean the same as those of the official SDK for the same conversation.</summary>
public sealed class AnthropicSdkComparisonTests
{
    private const string Answer = """
        {"id":"m1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
        """;

    private const string Stream = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sends_what_the_SDK_sends(bool stream)
    {
        var ours = Handler(stream);
        using var client = new AnthropicChatClient(new HttpClient(ours), new Uri("http://127.0.0.1:9"), "key", "claude-opus-4-8");
        await AskAsync(client, stream, raw: true);
        var theirs = Handler(stream);
        using var sdk = new AnthropicClient { ApiKey = "key", BaseUrl = "http://127.0.0.1:9", HttpClient = new HttpClient(theirs), MaxRetries = 0 }
            .AsIChatClient("claude-opus-4-8", 4096);
        await AskAsync(sdk, stream, raw: false);

        Normal(ours.RequestBodies[0]).ShouldBe(Normal(theirs.RequestBodies[0]));
        ours.Requests[0].RequestUri!.AbsolutePath.ShouldBe(theirs.Requests[0].RequestUri!.AbsolutePath);

        // The SDK went on to the version that takes no temperature; compatible endpoints and older models know this one.
        ours.Requests[0].Headers.GetValues("x-api-key").ShouldBe(["key"]);
        ours.Requests[0].Headers.GetValues("anthropic-version").ShouldBe(["2023-06-01"]);
    }

    private static CannedHandler Handler(bool stream) =>
        new(Encoding.UTF8.GetBytes(stream ? Stream : Answer), stream ? "text/event-stream" : "application/json");

    private static async Task AskAsync(IChatClient client, bool stream, bool raw) => _ = stream
        ? await client.GetStreamingResponseAsync(Conversation.Messages(raw), Conversation.Options()).ToChatResponseAsync()
        : await client.GetResponseAsync(Conversation.Messages(raw), Conversation.Options());

    private static string Normal(string body)
    {
        var root = JsonNode.Parse(body)!.AsObject();

        // Ours marks what may be cached; the SDK leaves that to its user.
        root["system"]![0]!.AsObject().Remove("cache_control");
        foreach (var block in root["messages"]!.AsArray().SelectMany(message => message!["content"]!.AsArray()).Select(block => block!.AsObject()))
        {
            block.Remove("cache_control");
            if (block["is_error"]?.GetValue<bool>() == false)
            {
                block.Remove("is_error");
            }

            // The SDK indents JSON results.
            if (block["content"]?.GetValue<string>() is ['{', ..] json)
            {
                block["content"] = JsonNode.Parse(json)!.ToJsonString();
            }
        }

        // The SDK closes every schema and moves defaults into descriptions; ours sends the schema that the call is validated by.
        foreach (var schema in root["tools"]!.AsArray().Select(tool => tool!["input_schema"]!.AsObject()))
        {
            schema.Remove("additionalProperties");
            foreach (var property in schema["properties"]!.AsObject().Select(pair => pair.Value!.AsObject()))
            {
                property.Remove("default");
                if (property["description"]?.GetValue<string>() is ['{', ..])
                {
                    property.Remove("description");
                }
            }
        }

        return Conversation.Sorted(root)!.ToJsonString();
    }
}
