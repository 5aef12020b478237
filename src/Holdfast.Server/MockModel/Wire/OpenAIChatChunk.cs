namespace Holdfast.Server.MockModel.Wire;

/// <summary>The chunks of one chat completion stream.</summary>
internal sealed class OpenAIChatChunk(MockTurn turn, string id, bool withUsage)
{
    public Frame Delta(object delta, int outputTokens) =>
        Event(new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = (string?)null } }, null, outputTokens, ends: false);

    public Frame Finish(string reason) =>
        Event(new[] { new { index = 0, delta = new { }, logprobs = (object?)null, finish_reason = reason } }, null, turn.OutputTokens, ends: true);

    public Frame Usage(object usage) => Event(Array.Empty<object>(), usage, turn.OutputTokens, ends: true);

    // With include_usage every chunk carries the field, null until the last; without it no chunk does.
    private Frame Event(object choices, object? usage, int outputTokens, bool ends) => Frame.Event(
        null,
        withUsage
            ? new { id, @object = "chat.completion.chunk", created = turn.Created, model = turn.Request.Model, system_fingerprint = "fp_mock", choices, usage }
            : new { id, @object = "chat.completion.chunk", created = turn.Created, model = turn.Request.Model, system_fingerprint = "fp_mock", choices },
        outputTokens,
        ends);
}
