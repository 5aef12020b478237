using System.Text;
using System.Text.Json;
using static Holdfast.Server.MockModel.Wire.WireJson;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>OpenAI chat completions.</summary>
internal sealed class OpenAIChat : WireProtocol
{
    private static readonly byte[] Done = Encoding.UTF8.GetBytes("data: [DONE]\n\n");

    public static OpenAIChat Instance { get; } = new();

    public override MockProtocol Name => MockProtocol.OpenAIChat;

    public override MockRequest Read(JsonElement body) => new()
    {
        Protocol = Name,
        Model = Text(body, "model"),
        Messages = [.. Items(body, "messages").Select(Message)],
        Tools = [.. Items(body, "tools").Select(tool => Property(tool, "function")).OfType<JsonElement>().Select(function =>
            new MockTool(Text(function, "name"), Text(function, "description"), Property(function, "parameters") ?? default))],
        MaxTokens = Number(body, "max_completion_tokens") ?? Number(body, "max_tokens"),
        Stream = True(body, "stream"),
        Body = body,
    };

    public override byte[] Whole(MockTurn turn) => Write(new
    {
        id = turn.Dice.Id("chatcmpl-"),
        @object = "chat.completion",
        created = turn.Created,
        model = turn.Request.Model,
        choices = new[] { new { index = 0, message = WholeMessage(turn), logprobs = (object?)null, finish_reason = Finish(turn) } },
        usage = Usage(turn),
        system_fingerprint = "fp_mock",
    });

    public override IEnumerable<Frame> Stream(MockTurn turn)
    {
        var withUsage = Property(turn.Request.Body, "stream_options") is { } options && True(options, "include_usage");
        var chunk = new OpenAIChatChunk(turn, turn.Dice.Id("chatcmpl-"), withUsage);
        var meter = new TokenMeter();
        var noText = turn.ToolCalls.Count > 0 && turn.Text.Length == 0;
        yield return chunk.Delta(new { role = "assistant", content = noText ? null : "", refusal = (string?)null }, 0);
        foreach (var piece in turn.Pieces(turn.Text))
        {
            yield return chunk.Delta(new { content = piece }, meter.Add(piece));
        }

        foreach (var piece in turn.Pieces(turn.Refusal ?? ""))
        {
            yield return chunk.Delta(new { refusal = piece }, meter.Add(piece));
        }

        for (var index = 0; index < turn.ToolCalls.Count; index++)
        {
            var call = turn.ToolCalls[index];
            var start = new { index, id = call.Id, type = "function", function = new { name = call.Name, arguments = "" } };
            yield return chunk.Delta(new { tool_calls = new[] { start } }, meter.StartCall(call.Name));
            foreach (var piece in turn.Pieces(call.Arguments))
            {
                var fragment = new { index, function = new { arguments = piece } };
                yield return chunk.Delta(new { tool_calls = new[] { fragment } }, meter.Add(piece));
            }
        }

        yield return chunk.Finish(Finish(turn));
        if (withUsage)
        {
            yield return chunk.Usage(Usage(turn));
        }

        yield return new Frame(Done, turn.OutputTokens, Ends: true);
    }

    public override byte[] Error(WireError error, MockDice dice) => OpenAIErrors.Body(error, "messages");

    public override Frame ErrorEvent(int outputTokens) => Frame.Event(
        null,
        new { error = new { message = WireError.ServerError.Message, type = "server_error", param = (string?)null, code = (string?)null } },
        outputTokens);

    private static MockMessage Message(JsonElement message) => new(Role(message), Content(message, "content"))
    {
        ToolCallId = Property(message, "tool_call_id")?.ToString(),
        ToolCalls = [.. Items(message, "tool_calls").Select(call =>
        {
            var function = Property(call, "function") ?? default;
            return new MockToolCall(Text(function, "name"), Text(function, "arguments"), Text(call, "id"));
        })],
    };

    private static string Role(JsonElement message) => Text(message, "role") is var role && role == "developer" ? "system" : role;

    private static Dictionary<string, object?> WholeMessage(MockTurn turn)
    {
        var message = new Dictionary<string, object?>
        {
            ["role"] = "assistant",
            ["content"] = turn.Refusal is not null || (turn.Text.Length == 0 && turn.ToolCalls.Count > 0) ? null : turn.Text,
            ["refusal"] = turn.Refusal,
        };
        if (turn.ToolCalls.Count > 0)
        {
            message["tool_calls"] = turn.ToolCalls.Select(call =>
                new { id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments } });
        }

        return message;
    }

    private static string Finish(MockTurn turn) => turn.Finish switch
    {
        MockFinish.Length => "length",
        MockFinish.ToolCalls => "tool_calls",
        _ => "stop",
    };

    private static object Usage(MockTurn turn) => new
    {
        prompt_tokens = turn.InputTokens,
        completion_tokens = turn.OutputTokens,
        total_tokens = turn.InputTokens + turn.OutputTokens,
        prompt_tokens_details = new { cached_tokens = 0, audio_tokens = 0 },
        completion_tokens_details = new { reasoning_tokens = 0, audio_tokens = 0, accepted_prediction_tokens = 0, rejected_prediction_tokens = 0 },
    };
}
