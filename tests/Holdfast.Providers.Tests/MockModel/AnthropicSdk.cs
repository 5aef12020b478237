using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Holdfast.Providers.Tests.MockModel;

public sealed class AnthropicSdk(Uri baseUrl, string? fault, string key) : SdkClient(baseUrl, fault, key)
{
    public override async Task<Reading> ReadAsync(Exchange exchange, bool streaming, CancellationToken cancellationToken)
    {
        using var http = Http();
        using var client = new AnthropicClient { ApiKey = Key, BaseUrl = BaseUrl.ToString().TrimEnd('/'), MaxRetries = 0, HttpClient = http };
        List<MessageParam> messages = [Message(new { role = "user", content = exchange.UserText })];
        if (exchange.Answered is var (id, arguments, result))
        {
            messages.Add(Message(new { role = "assistant", content = new[] { new { type = "tool_use", id, name = Exchange.ToolName, input = JsonElement.Parse(arguments) } } }));
            messages.Add(Message(new { role = "user", content = new[] { new { type = "tool_result", tool_use_id = id, content = result } } }));
        }

        var parameters = new MessageCreateParams { Model = "claude-mock", MaxTokens = exchange.MaxTokens, Messages = messages };
        if (exchange.OffersTool)
        {
            var tool = new { name = Exchange.ToolName, description = Exchange.ToolDescription, input_schema = JsonElement.Parse(Exchange.ToolSchema) };
            parameters = parameters with { Tools = [new ToolUnion(JsonSerializer.SerializeToElement(tool))] };
        }

        return streaming ? await StreamAsync(client, parameters, cancellationToken) : Read(await client.Messages.Create(parameters, cancellationToken));
    }

    public override int? StatusOf(Exception exception) => (int?)(exception as AnthropicApiException)?.StatusCode;

    private static MessageParam Message(object message) => new(JsonSerializer.SerializeToElement(message));

    private static async Task<Reading> StreamAsync(AnthropicClient client, MessageCreateParams parameters, CancellationToken cancellationToken)
    {
        var (text, calls) = (new StringBuilder(), new List<(string Name, StringBuilder Arguments)>());
        var reading = new Reading("", "", "", "", -1, -1);
        await foreach (var update in client.Messages.CreateStreaming(parameters, cancellationToken))
        {
            if (update.TryPickStart(out var start))
            {
                reading = reading with { InputTokens = start.Message.Usage.InputTokens };
            }
            else if (update.TryPickContentBlockStart(out var block) && block.ContentBlock.TryPickToolUse(out var use))
            {
                calls.Add((use.Name, new StringBuilder()));
            }
            else if (update.TryPickContentBlockDelta(out var delta))
            {
                text.Append(delta.Delta.TryPickText(out var part) ? part.Text : "");
                if (delta.Delta.TryPickInputJson(out var json))
                {
                    calls[^1].Arguments.Append(json.PartialJson);
                }
            }
            else if (update.TryPickDelta(out var end))
            {
                reading = reading with { OutputTokens = end.Usage.OutputTokens, Finish = Finish(end.Delta.StopReason?.Raw()), Refusal = end.Delta.StopDetails?.Explanation ?? "" };
            }
        }

        return reading with { Text = text.ToString(), Calls = string.Join(';', calls.Select(call => Reading.Call(call.Name, call.Arguments.ToString()))) };
    }

    private static Reading Read(Message message)
    {
        var (text, calls) = (new StringBuilder(), new List<string>());
        foreach (var block in message.Content)
        {
            text.Append(block.TryPickText(out var part) ? part.Text : "");
            if (block.TryPickToolUse(out var use))
            {
                calls.Add(Reading.Call(use.Name, JsonSerializer.Serialize(use.Input)));
            }
        }

        return new Reading(
            text.ToString(),
            string.Join(';', calls),
            message.StopDetails?.Explanation ?? "",
            Finish(message.StopReason?.Raw()),
            message.Usage.InputTokens,
            message.Usage.OutputTokens);
    }

    private static string Finish(string? reason) => reason switch
    {
        "end_turn" => "stop",
        "max_tokens" => "length",
        "tool_use" => "tool_calls",
        var other => other ?? "",
    };
}
