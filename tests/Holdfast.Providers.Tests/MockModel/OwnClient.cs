using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Anthropic;
using Holdfast.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Our own clients, read in the same words as the official ones.</summary>
public sealed class OwnClient(string protocol, Uri baseUrl, string? fault, string key = "key") : SdkClient(baseUrl, fault, key)
{
    public override async Task<Reading> ReadAsync(Exchange exchange, bool streaming, CancellationToken cancellationToken)
    {
        using var http = Http();
        var client = Client(http);
        List<ChatMessage> messages = [new(ChatRole.User, exchange.UserText)];
        if (exchange.Answered is var (id, arguments, result))
        {
            messages.Add(new(ChatRole.Assistant, [new FunctionCallContent(id, Exchange.ToolName) { RawRepresentation = new ToolCallArguments(arguments) }]));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(id, result)]));
        }

        var options = new ChatOptions { MaxOutputTokens = exchange.MaxTokens };
        if (exchange.OffersTool)
        {
            options.Tools = [new OfferedTool()];
        }

        return Read(streaming
            ? (await client.GetStreamingResponseAsync(messages, options, cancellationToken).ToListAsync(cancellationToken)).ToChatResponse()
            : await client.GetResponseAsync(messages, options, cancellationToken));
    }

    public override int? StatusOf(Exception exception) => (exception as ModelException)?.Status;

    private IChatClient Client(HttpClient http) => protocol == "messages"
        ? new AnthropicChatClient(http, BaseUrl, Key, "claude-mock")
        : new OpenAIChatClient(http, new Uri(BaseUrl, "/v1"), Key, "gpt-mock");

    private static Reading Read(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var refusal = contents.OfType<ErrorContent>().ToList();
        return new Reading(
            response.Text,
            string.Join(';', contents.OfType<FunctionCallContent>().Select(call => Reading.Call(call.Name, ((ToolCallArguments)call.RawRepresentation!).Json))),
            string.Concat(refusal.Select(error => string.IsNullOrEmpty(error.Message) ? error.Details : error.Message)),
            refusal.Count > 0 ? "refusal" : response.FinishReason?.Value ?? "",
            response.Usage?.InputTokenCount ?? -1,
            response.Usage?.OutputTokenCount ?? -1);
    }

    private sealed class OfferedTool : AIFunctionDeclaration
    {
        public override string Name => Exchange.ToolName;

        public override string Description => Exchange.ToolDescription;

        public override JsonElement JsonSchema { get; } = JsonElement.Parse(Exchange.ToolSchema);
    }
}
