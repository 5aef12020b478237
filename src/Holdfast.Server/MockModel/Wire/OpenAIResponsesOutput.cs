namespace Holdfast.Server.MockModel.Wire;

/// <summary>The response object of the responses protocol, whole and as it grows.</summary>
internal sealed class OpenAIResponsesOutput
{
    private readonly MockTurn turn;
    private readonly string id;

    public OpenAIResponsesOutput(MockTurn turn)
    {
        this.turn = turn;
        id = turn.Dice.Id("resp_");
        MessageId = turn.Dice.Id("msg_");
        CallIds = [.. turn.ToolCalls.Select(_ => turn.Dice.Id("fc_"))];
    }

    public string MessageId { get; }

    public IReadOnlyList<string> CallIds { get; }

    public bool HasMessage => turn.Refusal is not null || turn.Text.Length > 0 || turn.ToolCalls.Count == 0;

    public string Status => turn.Finish == MockFinish.Length ? "incomplete" : "completed";

    public IEnumerable<object> Items => [.. HasMessage ? [Message(Status, [Part])] : Array.Empty<object>(), .. turn.ToolCalls.Select((_, index) => Call(index, Status))];

    public object Part => turn.Refusal is { } refusal ? RefusalPart(refusal) : TextPart(turn.Text);

    public static object TextPart(string text) => new { type = "output_text", annotations = Array.Empty<object>(), logprobs = Array.Empty<object>(), text };

    public static object RefusalPart(string refusal) => new { type = "refusal", refusal };

    public object Message(string status, object[] content) => new { id = MessageId, type = "message", status, role = "assistant", content };

    public object Call(int index, string status) => new
    {
        id = CallIds[index],
        type = "function_call",
        status,
        arguments = status == "in_progress" ? "" : turn.ToolCalls[index].Arguments,
        call_id = turn.ToolCalls[index].Id,
        name = turn.ToolCalls[index].Name,
    };

    /// <summary>The response; without items it is the one in progress at the start of a stream.</summary>
    public object Response(IEnumerable<object>? items) => new
    {
        id,
        @object = "response",
        created_at = turn.Created,
        status = items is null ? "in_progress" : Status,
        background = false,
        error = (object?)null,
        incomplete_details = items is not null && turn.Finish == MockFinish.Length ? new { reason = "max_output_tokens" } : null,
        instructions = (string?)null,
        max_output_tokens = turn.Request.MaxTokens,
        model = turn.Request.Model,
        output = items ?? [],
        parallel_tool_calls = true,
        previous_response_id = (string?)null,
        store = false,
        temperature = 1.0,
        text = new { format = new { type = "text" } },
        tool_choice = "auto",
        tools = Array.Empty<object>(),
        top_p = 1.0,
        truncation = "disabled",
        usage = items is null ? null : Usage(),
        metadata = new { },
    };

    private object Usage() => new
    {
        input_tokens = turn.InputTokens,
        input_tokens_details = new { cached_tokens = 0 },
        output_tokens = turn.OutputTokens,
        output_tokens_details = new { reasoning_tokens = 0 },
        total_tokens = turn.InputTokens + turn.OutputTokens,
    };
}
