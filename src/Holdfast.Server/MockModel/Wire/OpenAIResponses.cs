using System.Text.Json;
using static Holdfast.Server.MockModel.Wire.WireJson;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>OpenAI responses.</summary>
internal sealed class OpenAIResponses : WireProtocol
{
    public static OpenAIResponses Instance { get; } = new();

    public override MockProtocol Name => MockProtocol.OpenAIResponses;

    public override MockRequest Read(JsonElement body)
    {
        if (Property(body, "previous_response_id") is not null)
        {
            const string advice = "Send the whole conversation in 'input' instead of 'previous_response_id'.";
            throw new WireException(WireError.Bad("The mock model keeps no responses. " + advice));
        }

        return new MockRequest
        {
            Protocol = Name,
            Model = Text(body, "model"),
            Messages = OpenAIResponsesInput.Messages(body),
            Tools = [.. Items(body, "tools").Where(tool => Text(tool, "type") == "function").Select(tool =>
                new MockTool(Text(tool, "name"), Text(tool, "description"), Property(tool, "parameters") ?? default))],
            MaxTokens = Number(body, "max_output_tokens"),
            Stream = True(body, "stream"),
            Body = body,
        };
    }

    public override byte[] Whole(MockTurn turn)
    {
        var output = new OpenAIResponsesOutput(turn);
        return Write(output.Response(output.Items));
    }

    public override IEnumerable<Frame> Stream(MockTurn turn) => OpenAIResponsesStream.Frames(turn, new OpenAIResponsesOutput(turn));

    public override byte[] Error(WireError error, MockDice dice) => OpenAIErrors.Body(error, "input");

    public override Frame ErrorEvent(int outputTokens) => Frame.Event(
        "error",
        new { type = "error", sequence_number = 0, code = "server_error", message = WireError.ServerError.Message, param = (string?)null },
        outputTokens);
}
