using System.Text;

namespace Holdfast.Bench.Mock;

/// <summary>The answers of the mock model, ready to send: four with a tool call, then one with text.</summary>
internal static class MockAnswers
{
    public const int Calls = 4;

    private static readonly (string Name, string Arguments)[] Requested =
    [
        ("find_client", """{\"name\":\"Ada Lovelace\"}"""),
        ("list_openings", """{\"service\":\"haircut\",\"date\":\"2026-03-02\"}"""),
        ("hold_opening", """{\"service\":\"haircut\",\"start\":\"2026-03-02T10:00\",\"minutes\":45}"""),
        ("book_appointment", """{\"client\":\"c-1042\",\"service\":\"haircut\",\"start\":\"2026-03-02T10:00\"}"""),
    ];

    /// <summary>Whole HTTP responses, by the number of tool results that the request shows.</summary>
    public static byte[][] Responses { get; } = [.. Enumerable.Range(0, Calls + 1).Select(Response)];

    private static byte[] Response(int results)
    {
        var message = results < Calls
            ? $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"call_{{{results}}}a8Jq2","type":"function","function":{"name":"{{{Requested[results].Name}}}","arguments":"{{{Requested[results].Arguments}}}"}}]}"""
            : """{"role":"assistant","content":"You are booked: a haircut on Monday, March 2nd at 10:00 with Grace. Your appointment number is a-7."}""";
        var finish = results < Calls ? "tool_calls" : "stop";
        var body = $$$"""{"id":"chatcmpl-bench{{{results}}}","object":"chat.completion","created":1767225600,"model":"bench","choices":[{"index":0,"message":{{{message}}},"logprobs":null,"finish_reason":"{{{finish}}}"}],"usage":{"prompt_tokens":{{{400 + (60 * results)}}},"total_tokens":{{{424 + (60 * results)}}},"completion_tokens":24}}""";
        return Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
