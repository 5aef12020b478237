using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Holdfast.Providers.Tests.MockModel;

public sealed class OpenAIChatSdk(Uri baseUrl, string? fault, string key) : SdkClient(baseUrl, fault, key)
{
    public override async Task<Reading> ReadAsync(Exchange exchange, bool streaming, CancellationToken cancellationToken)
    {
        using var http = Http();
        var client = new ChatClient("gpt-mock", new ApiKeyCredential(Key), new OpenAIClientOptions
        {
            Endpoint = new Uri(BaseUrl, "/v1"),
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(http),
        });
        List<ChatMessage> messages = [new UserChatMessage(exchange.UserText)];
        if (exchange.Answered is var (id, arguments, result))
        {
            messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, Exchange.ToolName, BinaryData.FromString(arguments))]));
            messages.Add(new ToolChatMessage(id, result));
        }

        var options = new ChatCompletionOptions { MaxOutputTokenCount = exchange.MaxTokens };
        if (exchange.OffersTool)
        {
            options.Tools.Add(ChatTool.CreateFunctionTool(Exchange.ToolName, Exchange.ToolDescription, BinaryData.FromString(Exchange.ToolSchema)));
        }

        return streaming ? await StreamAsync(client, messages, options, cancellationToken) : await WholeAsync(client, messages, options, cancellationToken);
    }

    public override int? StatusOf(Exception exception) => (exception as ClientResultException)?.Status;

    private static async Task<Reading> WholeAsync(ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options, CancellationToken cancellationToken)
    {
        ChatCompletion completion = await client.CompleteChatAsync(messages, options, cancellationToken);
        return new Reading(
            string.Concat(completion.Content.Select(part => part.Text)),
            string.Join(';', completion.ToolCalls.Select(call => Reading.Call(call.FunctionName, call.FunctionArguments.ToString()))),
            completion.Refusal ?? "",
            Finish(completion.FinishReason, completion.Refusal ?? ""),
            completion.Usage.InputTokenCount,
            completion.Usage.OutputTokenCount);
    }

    private static async Task<Reading> StreamAsync(ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options, CancellationToken cancellationToken)
    {
        var (text, refusal, calls) = (new StringBuilder(), new StringBuilder(), new SortedDictionary<int, (string Name, StringBuilder Arguments)>());
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options, cancellationToken))
        {
            text.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            refusal.Append(update.RefusalUpdate);
            foreach (var call in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(call.Index, out var known))
                {
                    known = calls[call.Index] = (call.FunctionName, new StringBuilder());
                }

                known.Arguments.Append(call.FunctionArgumentsUpdate);
            }

            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        return new Reading(
            text.ToString(),
            string.Join(';', calls.Values.Select(call => Reading.Call(call.Name, call.Arguments.ToString()))),
            refusal.ToString(),
            finish is null ? "" : Finish(finish.Value, refusal.ToString()),
            usage?.InputTokenCount ?? -1,
            usage?.OutputTokenCount ?? -1);
    }

    private static string Finish(ChatFinishReason reason, string refusal) => reason switch
    {
        ChatFinishReason.Length => "length",
        ChatFinishReason.ToolCalls => "tool_calls",
        _ => refusal.Length > 0 ? "refusal" : "stop",
    };
}
