using System.Text.Json;
using static Holdfast.Server.MockModel.Wire.WireJson;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>Anthropic messages.</summary>
internal sealed class AnthropicMessages : WireProtocol
{
    public static AnthropicMessages Instance { get; } = new();

    public override MockProtocol Name => MockProtocol.AnthropicMessages;

    public override MockRequest Read(JsonElement body)
    {
        var maxTokens = Number(body, "max_tokens") ?? throw new WireException(WireError.Bad("max_tokens: Field required"));
        var system = Content(body, "system");
        var messages = Items(body, "messages").SelectMany(AnthropicInput.Messages);
        return new MockRequest
        {
            Protocol = Name,
            Model = Text(body, "model"),
            Messages = system.Length > 0 ? [new MockMessage("system", system), .. messages] : [.. messages],
            Tools = [.. Items(body, "tools").Select(tool =>
                new MockTool(Text(tool, "name"), Text(tool, "description"), Property(tool, "input_schema") ?? default))],
            MaxTokens = maxTokens,
            Stream = True(body, "stream"),
            Body = body,
        };
    }

    public override byte[] Whole(MockTurn turn)
    {
        var content = new List<object>();
        if (turn.Text.Length > 0)
        {
            content.Add(new { type = "text", text = turn.Text });
        }

        content.AddRange(turn.ToolCalls.Select(call =>
            new { type = "tool_use", id = call.Id, name = call.Name, input = ParseOrEmpty(call.Arguments) }));
        return Write(new
        {
            id = turn.Dice.Id("msg_"),
            type = "message",
            role = "assistant",
            model = turn.Request.Model,
            content,
            stop_reason = Finish(turn),
            stop_sequence = (string?)null,
            stop_details = StopDetails(turn),
            usage = Usage(turn.InputTokens, turn.OutputTokens),
        });
    }

    public override IEnumerable<Frame> Stream(MockTurn turn)
    {
        var meter = new TokenMeter();
        var message = new
        {
            id = turn.Dice.Id("msg_"),
            type = "message",
            role = "assistant",
            model = turn.Request.Model,
            content = Array.Empty<object>(),
            stop_reason = (string?)null,
            stop_sequence = (string?)null,
            usage = Usage(turn.InputTokens, 1),
        };
        yield return Frame.Event("message_start", new { type = "message_start", message }, 0);
        yield return Frame.Event("ping", new { type = "ping" }, 0);
        var index = 0;
        if (turn.Text.Length > 0)
        {
            yield return Start(index, new { type = "text", text = "" }, 0);
            foreach (var piece in turn.Pieces(turn.Text))
            {
                yield return Delta(index, new { type = "text_delta", text = piece }, meter.Add(piece));
            }

            yield return Frame.Event("content_block_stop", new { type = "content_block_stop", index }, meter.Tokens);
            index++;
        }

        foreach (var call in turn.ToolCalls)
        {
            yield return Start(index, new { type = "tool_use", id = call.Id, name = call.Name, input = new { } }, meter.StartCall(call.Name));
            yield return Delta(index, new { type = "input_json_delta", partial_json = "" }, meter.Tokens);
            foreach (var piece in turn.Pieces(call.Arguments))
            {
                yield return Delta(index, new { type = "input_json_delta", partial_json = piece }, meter.Add(piece));
            }

            yield return Frame.Event("content_block_stop", new { type = "content_block_stop", index }, meter.Tokens);
            index++;
        }

        var delta = new { stop_reason = Finish(turn), stop_sequence = (string?)null, stop_details = StopDetails(turn) };
        var usage = Usage(turn.InputTokens, turn.OutputTokens);
        yield return Frame.Event("message_delta", new { type = "message_delta", delta, usage }, turn.OutputTokens, ends: true);
        yield return Frame.Event("message_stop", new { type = "message_stop" }, turn.OutputTokens, ends: true);
    }

    public override byte[] Error(WireError error, MockDice dice) => Write(new
    {
        type = "error",
        error = new
        {
            type = error.Kind switch
            {
                WireErrorKind.RateLimited => "rate_limit_error",
                WireErrorKind.Overloaded => "overloaded_error",
                WireErrorKind.Server => "api_error",
                WireErrorKind.Auth => "authentication_error",
                WireErrorKind.NotFound => "not_found_error",
                _ => "invalid_request_error",
            },
            message = error.Kind == WireErrorKind.Auth ? "invalid x-api-key" : error.Message,
        },
        request_id = dice.Id("req_"),
    });

    public override Frame ErrorEvent(int outputTokens) =>
        Frame.Event("error", new { type = "error", error = new { type = "overloaded_error", message = "Overloaded" } }, outputTokens);

    private static Frame Start(int index, object content_block, int outputTokens) =>
        Frame.Event("content_block_start", new { type = "content_block_start", index, content_block }, outputTokens);

    private static Frame Delta(int index, object delta, int outputTokens) =>
        Frame.Event("content_block_delta", new { type = "content_block_delta", index, delta }, outputTokens);

    private static string Finish(MockTurn turn) => turn.Finish switch
    {
        MockFinish.Length => "max_tokens",
        MockFinish.ToolCalls => "tool_use",
        MockFinish.Refusal => "refusal",
        _ => "end_turn",
    };

    private static object? StopDetails(MockTurn turn) =>
        turn.Refusal is { } explanation ? new { type = "refusal", category = (string?)null, explanation } : null;

    private static object Usage(int input, int output) =>
        new { input_tokens = input, cache_creation_input_tokens = 0, cache_read_input_tokens = 0, output_tokens = output };
}
