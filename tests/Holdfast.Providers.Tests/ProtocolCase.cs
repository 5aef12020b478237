using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

/// <summary>One recorded exchange of <c>protocol_dev.jsonl</c> and what a client must end up with.</summary>
internal sealed record ProtocolCase(string Id, bool Stream, int Status, string ContentType, byte[] Body, Outcome Expected)
{
    public static IReadOnlyList<ProtocolCase> Load(string protocol)
    {
        List<ProtocolCase> cases = [];
        foreach (var line in File.ReadLines(SharedData.Path("protocol_dev.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("protocol").GetString() == protocol)
            {
                cases.Add(Of(row.RootElement));
            }
        }

        return cases;
    }

    public CannedHandler Handler(int pieceSize = int.MaxValue, int cutAt = int.MaxValue, bool breaks = false) =>
        new(Body, ContentType, Status) { PieceSize = pieceSize, CutAt = cutAt, Breaks = breaks };

    public async Task<Outcome> AskAsync(IChatClient client)
    {
        ChatMessage[] messages = [new(ChatRole.User, "hello")];
        return Outcome.Of(Stream
            ? await client.GetStreamingResponseAsync(messages).ToChatResponseAsync()
            : await client.GetResponseAsync(messages));
    }

    private static ProtocolCase Of(JsonElement row)
    {
        var expected = row.GetProperty("expected");
        expected.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        var calls = expected.GetProperty("tool_calls").EnumerateArray().Select(call =>
        {
            var arguments = Text(call, "arguments");
            JsonElement.DeepEquals(JsonElement.Parse(arguments), call.GetProperty("arguments_value")).ShouldBeTrue();
            return (Text(call, "id"), Text(call, "name"), arguments);
        });
        return new ProtocolCase(
            Text(row, "id"),
            row.GetProperty("stream").GetBoolean(),
            row.GetProperty("status").GetInt32(),
            Text(row.GetProperty("headers"), "content-type"),
            Encoding.UTF8.GetBytes(Text(row, "body")),
            new Outcome(
                Text(expected, "text"),
                Text(expected, "refusal"),
                Text(expected, "reasoning"),
                Outcome.Call(calls),
                Finish(Text(expected, "finish")),
                expected.GetProperty("input_tokens").GetInt64(),
                expected.GetProperty("output_tokens").GetInt64()));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    // The providers' words for one and the same thing.
    private static string Finish(string reason) => reason switch
    {
        "end_turn" or "stop_sequence" => "stop",
        "max_tokens" => "length",
        "tool_use" => "tool_calls",
        "refusal" => "content_filter",
        _ => reason,
    };
}
