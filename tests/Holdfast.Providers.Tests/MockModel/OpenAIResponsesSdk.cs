// The SDK marks its whole responses client as experimental; it is the oracle here all the same.
#pragma warning disable OPENAI001
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI.Responses;

namespace Holdfast.Providers.Tests.MockModel;

public sealed class OpenAIResponsesSdk(Uri baseUrl, string? fault, string key) : SdkClient(baseUrl, fault, key)
{
    public override async Task<Reading> ReadAsync(Exchange exchange, bool streaming, CancellationToken cancellationToken)
    {
        using var http = Http();
        var client = new ResponsesClient(new ApiKeyCredential(Key), new ResponsesClientOptions
        {
            Endpoint = new Uri(BaseUrl, "/v1"),
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(http),
        });
        List<ResponseItem> input = [ResponseItem.CreateUserMessageItem(exchange.UserText)];
        if (exchange.Answered is var (id, arguments, result))
        {
            input.Add(ResponseItem.CreateFunctionCallItem(id, Exchange.ToolName, BinaryData.FromString(arguments)));
            input.Add(ResponseItem.CreateFunctionCallOutputItem(id, result));
        }

        var options = new CreateResponseOptions("gpt-mock", input) { MaxOutputTokenCount = exchange.MaxTokens, StreamingEnabled = streaming };
        if (exchange.OffersTool)
        {
            options.Tools.Add(ResponseTool.CreateFunctionTool(Exchange.ToolName, BinaryData.FromString(Exchange.ToolSchema), strictModeEnabled: null, Exchange.ToolDescription));
        }

        return streaming ? await StreamAsync(client, options, cancellationToken) : Read(await client.CreateResponseAsync(options, cancellationToken));
    }

    public override int? StatusOf(Exception exception) => (exception as ClientResultException)?.Status;

    private static async Task<Reading> StreamAsync(ResponsesClient client, CreateResponseOptions options, CancellationToken cancellationToken)
    {
        var (text, refusal, arguments, calls) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new List<string>());
        Reading? final = null;
        await foreach (var update in await client.CreateResponseStreamingAsync(options, cancellationToken))
        {
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate delta:
                    text.Append(delta.Delta);
                    break;
                case StreamingResponseRefusalDeltaUpdate delta:
                    refusal.Append(delta.Delta);
                    break;
                case StreamingResponseFunctionCallArgumentsDeltaUpdate delta:
                    arguments.Append(delta.Delta);
                    break;
                case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call }:
                    calls.Add(Reading.Call(call.FunctionName, arguments.ToString()));
                    arguments.Clear();
                    break;
                case StreamingResponseCompletedUpdate completed:
                    final = Read(completed.Response);
                    break;
                case StreamingResponseIncompleteUpdate incomplete:
                    final = Read(incomplete.Response);
                    break;
                case StreamingResponseErrorUpdate error:
                    throw new InvalidOperationException(error.Message);
            }
        }

        // The deltas and the final response say the same, or the mock is wrong.
        return final is null
            ? new Reading(text.ToString(), string.Join(';', calls), refusal.ToString(), "", -1, -1)
            : final with { Text = text.ToString(), Calls = string.Join(';', calls), Refusal = refusal.ToString() } is var told && told == final
            ? final
            : throw new InvalidOperationException($"The deltas say {told}, the final response {final}.");
    }

    private static Reading Read(ResponseResult response)
    {
        var calls = response.OutputItems.OfType<FunctionCallResponseItem>().ToList();
        var parts = response.OutputItems.OfType<MessageResponseItem>().SelectMany(item => item.Content).ToList();
        var refusal = string.Concat(parts.Select(part => part.Refusal));
        return new Reading(
            string.Concat(parts.Select(part => part.Text)),
            string.Join(';', calls.Select(call => Reading.Call(call.FunctionName, call.FunctionArguments.ToString()))),
            refusal,
            response.Status == ResponseStatus.Incomplete ? "length" : calls.Count > 0 ? "tool_calls" : refusal.Length > 0 ? "refusal" : "stop",
            response.Usage.InputTokenCount,
            response.Usage.OutputTokenCount);
    }
}
