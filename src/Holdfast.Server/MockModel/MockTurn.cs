namespace Holdfast.Server.MockModel;

/// <summary>A reply as it will be sent: limited to the tokens allowed, with the ids of its calls and its usage.</summary>
internal sealed record MockTurn(
    MockRequest Request, string Text, IReadOnlyList<MockToolCall> ToolCalls, string? Refusal, MockFinish Finish, int InputTokens, MockDice Dice)
{
    public int OutputTokens { get; } = MockTokens.Count(Text) + MockTokens.Count(Refusal ?? "") + ToolCalls.Sum(MockTokens.Count);

    public long Created { get; init; }

    public static MockTurn Create(MockRequest request, MockReply reply, int inputTokens, MockDice dice)
    {
        if (reply.Refusal is { } refusal)
        {
            return new MockTurn(request, "", [], refusal, MockFinish.Refusal, inputTokens, dice);
        }

        var left = request.MaxTokens ?? int.MaxValue;
        var text = MockTokens.Cut(reply.Text, left);
        left -= MockTokens.Count(text);
        var whole = text.Length == reply.Text.Length;
        var calls = new List<MockToolCall>();
        for (var index = 0; whole && index < reply.ToolCalls.Count; index++)
        {
            var call = reply.ToolCalls[index];
            var arguments = MockTokens.Cut(call.Arguments, Math.Max(0, left - MockTokens.Count(call.Name)));
            whole = MockTokens.Count(call) <= left;
            if (MockTokens.Count(call.Name) <= left)
            {
                var sent = call with { Arguments = arguments, Id = dice.Id(request.Protocol == MockProtocol.AnthropicMessages ? "toolu_" : "call_") };
                calls.Add(sent);
                left -= MockTokens.Count(sent);
            }
        }

        var finish = !whole ? MockFinish.Length : calls.Count > 0 ? MockFinish.ToolCalls : MockFinish.Stop;
        return new MockTurn(request, text, calls, null, finish, inputTokens, dice);
    }

    /// <summary>Parts a text into the pieces of a stream: one to sixteen characters, never inside a surrogate pair.</summary>
    public IEnumerable<string> Pieces(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + 1 + Dice.Next(16));
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            yield return text[start..end];
            start = end;
        }
    }
}
