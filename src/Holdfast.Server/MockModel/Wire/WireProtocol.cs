using System.Text.Json;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>One protocol: how a request is read, and how an answer, a stream and an error are written.</summary>
internal abstract class WireProtocol
{
    public abstract MockProtocol Name { get; }

    public static WireProtocol? At(string path) => path switch
    {
        "/v1/chat/completions" => OpenAIChat.Instance,
        "/v1/responses" => OpenAIResponses.Instance,
        "/v1/messages" => AnthropicMessages.Instance,
        _ => null,
    };

    public abstract MockRequest Read(JsonElement body);

    public abstract byte[] Whole(MockTurn turn);

    public abstract IEnumerable<Frame> Stream(MockTurn turn);

    public abstract byte[] Error(WireError error, MockDice dice);

    public abstract Frame ErrorEvent(int outputTokens);
}
