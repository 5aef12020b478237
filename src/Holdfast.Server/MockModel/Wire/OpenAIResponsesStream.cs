using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>The event sequence of the responses protocol.</summary>
internal static class OpenAIResponsesStream
{
    public static IEnumerable<Frame> Frames(MockTurn turn, OpenAIResponsesOutput output)
    {
        var sequence = 0;
        foreach (var (name, data, tokens, ends) in Events(turn, output))
        {
            var json = JsonSerializer.SerializeToNode(data, WireJson.Options)!.AsObject();
            json.Insert(0, "type", name);
            json.Add("sequence_number", sequence++);
            yield return Frame.Event(name, json, tokens, ends);
        }
    }

    private static IEnumerable<(string Name, object Data, int Tokens, bool Ends)> Events(MockTurn turn, OpenAIResponsesOutput output)
    {
        var meter = new TokenMeter();
        yield return ("response.created", new { response = output.Response(null) }, 0, false);
        yield return ("response.in_progress", new { response = output.Response(null) }, 0, false);
        var output_index = 0;
        if (output.HasMessage)
        {
            foreach (var (name, data) in Message(turn, output, meter))
            {
                yield return (name, data, meter.Tokens, false);
            }

            output_index++;
        }

        for (var index = 0; index < turn.ToolCalls.Count; index++, output_index++)
        {
            var (call, item_id) = (turn.ToolCalls[index], output.CallIds[index]);
            yield return ("response.output_item.added", new { output_index, item = output.Call(index, "in_progress") }, meter.StartCall(call.Name), false);
            foreach (var delta in turn.Pieces(call.Arguments))
            {
                yield return ("response.function_call_arguments.delta", new { item_id, output_index, delta }, meter.Add(delta), false);
            }

            var done = new { item_id, output_index, name = call.Name, arguments = call.Arguments };
            yield return ("response.function_call_arguments.done", done, meter.Tokens, false);
            yield return ("response.output_item.done", new { output_index, item = output.Call(index, output.Status) }, meter.Tokens, false);
        }

        yield return ("response." + output.Status, new { response = output.Response(output.Items) }, turn.OutputTokens, true);
    }

    private static IEnumerable<(string Name, object Data)> Message(MockTurn turn, OpenAIResponsesOutput output, TokenMeter meter)
    {
        const int output_index = 0;
        const int content_index = 0;
        var item_id = output.MessageId;
        var refused = turn.Refusal is not null;
        var kind = refused ? "response.refusal" : "response.output_text";
        var empty = refused ? OpenAIResponsesOutput.RefusalPart("") : OpenAIResponsesOutput.TextPart("");
        yield return ("response.output_item.added", new { output_index, item = output.Message("in_progress", []) });
        yield return ("response.content_part.added", new { item_id, output_index, content_index, part = empty });
        foreach (var delta in turn.Pieces(turn.Refusal ?? turn.Text))
        {
            meter.Add(delta);
            yield return (kind + ".delta", new { item_id, output_index, content_index, delta, logprobs = Array.Empty<object>() });
        }

        yield return (kind + ".done", refused
            ? new { item_id, output_index, content_index, refusal = turn.Refusal }
            : new { item_id, output_index, content_index, text = turn.Text, logprobs = Array.Empty<object>() });
        yield return ("response.content_part.done", new { item_id, output_index, content_index, part = output.Part });
        yield return ("response.output_item.done", new { output_index, item = output.Message(output.Status, [output.Part]) });
    }
}
