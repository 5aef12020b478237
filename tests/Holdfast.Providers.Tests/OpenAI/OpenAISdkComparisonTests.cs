using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json.Nodes;
using global::OpenAI;
using global::OpenAI.Chat;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;
using ChatMessage = global::OpenAI.Chat.ChatMessage;

namespace Holdfast.Providers.Tests.OpenAI;

/// <summary>Our request bodies mean the same as those of the official SDK for the same conversation.</summary>
public sealed class OpenAISdkComparisonTests
{
    private const string Answer = """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}
        """;

    private const string Schema = """{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""";

    private static readonly Uri Address = new("https://api.openai.com/v1");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sends_what_the_SDK_sends(bool stream)
    {
        var options = Conversation.Options();
        options.FrequencyPenalty = 0.5f;
        options.PresencePenalty = -0.5f;
        options.Seed = 7;
        options.TopP = 0.9f;
        options.ResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonElement.Parse(Schema), "answer", "The number.");
        var ours = new CannedHandler(Encoding.UTF8.GetBytes(Answer));
        using var client = new OpenAIChatClient(new HttpClient(ours), Address, "key", "gpt-test");
        _ = stream
            ? await client.GetStreamingResponseAsync(Conversation.Messages(raw: true), options).ToChatResponseAsync()
            : await client.GetResponseAsync(Conversation.Messages(raw: true), options);

        Normal(ours.RequestBodies[0]).ShouldBe(Normal(await SdkBodyAsync(stream)));
        ours.Requests[0].RequestUri.ShouldBe(new Uri("https://api.openai.com/v1/chat/completions"));
        ours.Requests[0].Headers.GetValues("Authorization").ShouldBe(["Bearer key"]);
    }

    private static async Task<string> SdkBodyAsync(bool stream)
    {
        var handler = new CannedHandler(Encoding.UTF8.GetBytes(stream ? "data: [DONE]\n\n" : Answer), stream ? "text/event-stream" : "application/json");
        var client = new ChatClient("gpt-test", new ApiKeyCredential("key"), new OpenAIClientOptions
        {
            Endpoint = Address,
            Transport = new HttpClientPipelineTransport(new HttpClient(handler)),
            RetryPolicy = new ClientRetryPolicy(0),
        });
        static ChatToolCall Call(string id, string day) =>
            ChatToolCall.CreateFunctionToolCall(id, Conversation.Tool.Name, BinaryData.FromString($$"""{"day":"{{day}}","staff":"Ann"}"""));
        var assistant = new AssistantChatMessage([Call("call_1", "2026-03-02"), Call("call_2", "2026-03-03")]);
        assistant.Content.Add(ChatMessageContentPart.CreateTextPart("I will look."));
        ChatMessage[] messages =
        [
            new SystemChatMessage(Conversation.Instructions),
            new UserChatMessage("Is Ann free on Monday?\n\"Quoted\" <b>&</b>"),
            assistant,
            new ToolChatMessage("call_1", "free at 10:00"),
            new ToolChatMessage("call_2", "{\"free\":[]}"),
            new AssistantChatMessage("Yes, at ten."),
            new UserChatMessage("Book it."),
        ];
        var options = new ChatCompletionOptions
        {
            Temperature = 0.2f,
            TopP = 0.9f,
            MaxOutputTokenCount = 500,
            FrequencyPenalty = 0.5f,
            PresencePenalty = -0.5f,
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
            AllowParallelToolCalls = false,
            ResponseFormat = global::OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(Schema), "The number."),
        };
        options.StopSequences.Add("END");
        options.StopSequences.Add("\n\nUser:");
#pragma warning disable OPENAI001 // The seed is marked as experimental in the SDK; the API has had it for years.
        options.Seed = 7;
#pragma warning restore OPENAI001
        foreach (var tool in new[] { Conversation.Tool, Conversation.NoArguments })
        {
            options.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (stream)
        {
            await foreach (var _ in client.CompleteChatStreamingAsync(messages, options))
            {
            }
        }
        else
        {
            await client.CompleteChatAsync(messages, options);
        }

        return handler.RequestBodies[0];
    }

    // A text alone may be written as a string or as a list of one part.
    private static string Normal(string body)
    {
        var root = JsonNode.Parse(body)!;
        foreach (var message in root["messages"]!.AsArray())
        {
            if (message!["content"] is JsonArray { Count: 1 } parts)
            {
                message["content"] = parts[0]!["text"]!.DeepClone();
            }
        }

        return Conversation.Sorted(root)!.ToJsonString();
    }
}
