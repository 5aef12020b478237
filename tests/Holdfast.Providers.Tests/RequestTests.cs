using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Models;
using Holdfast.Providers.Anthropic;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

public sealed class RequestTests
{
    private static readonly byte[] OpenAIAnswer = Encoding.UTF8.GetBytes(
        """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}""");

    private static readonly byte[] AnthropicAnswer = Encoding.UTF8.GetBytes(
        """{"id":"m","model":"m","type":"message","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"cache_read_input_tokens":40,"cache_creation_input_tokens":7,"output_tokens":1}}""");

    [Fact]
    public async Task Usage_counts_all_input_whoever_reports_it()
    {
        using var client = Anthropic(new CannedHandler(AnthropicAnswer));

        var usage = (await client.GetResponseAsync("hello")).Usage!;

        usage.InputTokenCount.ShouldBe(50);
        usage.CachedInputTokenCount.ShouldBe(40);
        usage.AdditionalCounts![UsageCounts.CacheWriteInputTokens].ShouldBe(7);
        usage.TotalTokenCount.ShouldBe(51);
    }

    [Theory]
    [InlineData("""{"day":  "Monday" , "n":1.0}""")]
    [InlineData("""{"day": "Mon""")]
    [InlineData("")]
    public async Task Arguments_go_back_to_OpenAI_exactly_as_they_came(string arguments)
    {
        var handler = new CannedHandler(OpenAIAnswer);
        using var client = OpenAI(handler);

        await client.GetResponseAsync([Call(arguments)]);

        Body(handler)["messages"]![0]!["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>().ShouldBe(arguments);
    }

    [Theory]
    [InlineData("""{"day":  "Monday" , "n":1.0}""", """{"day":  "Monday" , "n":1.0}""")]
    [InlineData("""{"day": "Mon""", """{"malformed_arguments":"{\"day\": \"Mon"}""")]
    [InlineData("""{"a":1} trailing""", """{"malformed_arguments":"{\"a\":1} trailing"}""")]
    [InlineData("[1]", """{"malformed_arguments":"[1]"}""")]
    [InlineData("", "{}")]
    public async Task Arguments_go_back_to_Anthropic_as_an_object_whatever_they_are(string arguments, string input)
    {
        var handler = new CannedHandler(AnthropicAnswer);
        using var client = Anthropic(handler);

        await client.GetResponseAsync([Call(arguments)]);

        handler.RequestBodies[0].ShouldContain("\"input\":" + input + "}");
        Body(handler)["messages"]![0]!["content"]![0]!["id"]!.GetValue<string>().ShouldBe("call_1");
    }

    [Fact]
    public async Task What_belongs_to_Holdfast_stays_here_and_the_rest_is_sent()
    {
        foreach (var (client, handler) in Both())
        {
            await client.GetResponseAsync("hello", new ChatOptions
            {
                AdditionalProperties = new()
                {
                    [ModelCallProperties.Purpose] = "act",
                    [ModelCallProperties.TraceParent] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    ["service_tier"] = "flex",
                    ["metadata"] = JsonElement.Parse("{\"a\":[1]}"),
                },
            });

            handler.RequestBodies[0].ShouldNotContain("holdfast");
            Body(handler)["service_tier"]!.GetValue<string>().ShouldBe("flex");
            Body(handler)["metadata"]!.ToJsonString().ShouldBe("{\"a\":[1]}");
            handler.Requests[0].Headers.GetValues("traceparent").ShouldBe(["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]);
        }
    }

    [Fact]
    public async Task A_message_is_serialised_once_for_each_protocol()
    {
        foreach (var (client, handler) in Both())
        {
            var messages = Conversation.Messages(raw: true);
            await client.GetResponseAsync(messages);
            var kept = messages.ConvertAll(message => message.RawRepresentation);
            await client.GetResponseAsync([.. messages, new ChatMessage(ChatRole.Assistant, "Done.")]);

            messages.ConvertAll(message => message.RawRepresentation).ShouldBe(kept);
            kept.ShouldAllBe(raw => raw != null);
            var first = Body(handler)["messages"]!.AsArray();
            var second = Body(handler, 1)["messages"]!.AsArray();
            second.Count.ShouldBe(first.Count + 1);
        }
    }

    [Fact]
    public async Task A_history_goes_from_one_protocol_to_the_other_and_back()
    {
        var messages = Conversation.Messages(raw: true);
        var first = new CannedHandler(OpenAIAnswer);
        var second = new CannedHandler(AnthropicAnswer);
        await OpenAI(first).GetResponseAsync(messages);
        await Anthropic(second).GetResponseAsync(messages);
        await OpenAI(first).GetResponseAsync(messages);

        first.RequestBodies[1].ShouldBe(first.RequestBodies[0]);
        second.RequestBodies[0].ShouldContain("tool_use_id");
    }

    [Fact]
    public async Task A_message_that_somebody_else_marked_is_left_alone_and_one_that_grew_is_written_anew()
    {
        var handler = new CannedHandler(OpenAIAnswer);
        using var client = OpenAI(handler);
        var foreign = new ChatMessage(ChatRole.User, "one") { RawRepresentation = "theirs" };
        var grown = new ChatMessage(ChatRole.User, "two");
        await client.GetResponseAsync([foreign, grown]);
        grown.Contents.Add(new TextContent("three"));
        await client.GetResponseAsync([foreign, grown]);

        foreign.RawRepresentation.ShouldBe("theirs");
        Body(handler, 1)["messages"]![1]!["content"]!.GetValue<string>().ShouldBe("two\nthree");
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer"}}}""", """{"n": 4}""", """{"n": 4}""")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", """{"value": [1, 2]}""", "[1, 2]")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1, 2]", "[1, 2]")]
    public async Task Anthropic_gives_a_structured_answer_as_text(string schema, string input, string text)
    {
        var handler = new CannedHandler(Encoding.UTF8.GetBytes(
            $$"""{"id":"m","content":[{"type":"tool_use","id":"t","name":"final_answer","input":{{input}}}],"stop_reason":"tool_use"}"""));
        using var client = Anthropic(handler, "claude-sonnet-5");

        var response = await client.GetResponseAsync("hello", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) });

        response.Text.ShouldBe(text);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Messages[0].Contents.OfType<FunctionCallContent>().ShouldBeEmpty();
        Body(handler)["tool_choice"]!["name"]!.GetValue<string>().ShouldBe("final_answer");
        Body(handler)["tools"]![0]!["input_schema"]!["type"]!.GetValue<string>().ShouldBe("object");
        Body(handler)["thinking"]!["type"]!.GetValue<string>().ShouldBe("disabled");
    }

    [Theory]
    [InlineData("claude-3-5-haiku-20241022", true)]
    [InlineData("claude-sonnet-4-20250514", true)]
    [InlineData("claude-sonnet-4-6", true)]
    [InlineData("claude-opus-4-7", false)]
    [InlineData("us.anthropic.claude-opus-4-8-v1:0", false)]
    [InlineData("anthropic/claude-sonnet-5", false)]
    [InlineData("claude-opus-5.5", false)]
    [InlineData("deepseek-chat", true)]
    public async Task Sampling_is_left_out_for_models_that_refuse_it(string model, bool sent)
    {
        var handler = new CannedHandler(AnthropicAnswer);

        await Anthropic(handler, model).GetResponseAsync("hello", new ChatOptions { Temperature = 0, TopP = 1, TopK = 3 });

        Body(handler).AsObject().ContainsKey("temperature").ShouldBe(sent);
        Body(handler).AsObject().ContainsKey("top_k").ShouldBe(sent);
        Body(handler).AsObject().ContainsKey("top_p").ShouldBeFalse();
    }

    [Fact]
    public async Task Signed_reasoning_goes_back_to_Anthropic_and_no_other_does()
    {
        var handler = new CannedHandler(Encoding.UTF8.GetBytes(
            """{"id":"m","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"xyz"},{"type":"text","text":"ok"}],"stop_reason":"end_turn"}"""));
        using var client = Anthropic(handler);
        var response = await client.GetResponseAsync("hello");

        await client.GetResponseAsync([.. response.Messages, new(ChatRole.Assistant, [new TextReasoningContent("unsigned"), new TextContent("ok")])]);

        Body(handler, 1)["messages"]![0]!["content"]!.ToJsonString().ShouldBe(
            """[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"xyz"},{"type":"text","text":"ok"},{"type":"text","text":"ok"}]""");
    }

    [Fact]
    public async Task A_refusal_finishes_as_filtered_and_says_why()
    {
        using var client = OpenAI(new CannedHandler(Encoding.UTF8.GetBytes(
            """{"choices":[{"message":{"content":null,"refusal":"I cannot help with that."},"finish_reason":"stop"}]}""")));

        var response = await client.GetResponseAsync("hello");

        response.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        response.Text.ShouldBeEmpty();
        response.Messages[0].Contents.OfType<ErrorContent>().ShouldHaveSingleItem().Message.ShouldBe("I cannot help with that.");
    }

    [Fact]
    public void The_usual_environment_variables_name_providers()
    {
        var variables = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = "http://localhost:11434/v1", ["ANTHROPIC_API_KEY"] = " key\n" };

        var providers = ProviderOptions.FromEnvironment(variables.GetValueOrDefault);

        providers.Select(provider => (provider.Name, provider.Kind, provider.ApiKey)).ShouldBe(
            [("openai", ProviderKind.OpenAI, null), ("anthropic", ProviderKind.Anthropic, "key")]);
        variables["OPENAI_BASE_URL"] = "localhost";
        Should.Throw<HoldfastException>(() => ProviderOptions.FromEnvironment(variables.GetValueOrDefault)).Code.ShouldBe("provider-configuration");
    }

    private static ChatMessage Call(string arguments) =>
        new(ChatRole.Assistant, [new FunctionCallContent("call_1", "look") { RawRepresentation = new ToolCallArguments(arguments) }]);

    private static JsonNode Body(CannedHandler handler, int index = 0) => JsonNode.Parse(handler.RequestBodies[index])!;

    private static OpenAIChatClient OpenAI(CannedHandler handler) => new(new HttpClient(handler), new Uri("http://127.0.0.1/v1"), null, "m");

    private static AnthropicChatClient Anthropic(CannedHandler handler, string model = "m") =>
        new(new HttpClient(handler), new Uri("http://127.0.0.1"), "key", model);

    private static IEnumerable<(IChatClient Client, CannedHandler Handler)> Both()
    {
        var first = new CannedHandler(OpenAIAnswer);
        yield return (OpenAI(first), first);
        var second = new CannedHandler(AnthropicAnswer);
        yield return (Anthropic(second), second);
    }
}
