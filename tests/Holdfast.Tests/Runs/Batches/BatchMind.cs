using System.Text.Json;
using Holdfast.Runs.Batches;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs.Batches;

/// <summary>A model that measures words, and remembers which items it was asked about together.</summary>
public sealed class BatchMind
{
    /// <summary>What a result looks like.</summary>
    public static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"length":{"type":"integer","minimum":1}},"required":["length"],"additionalProperties":false}""");

    /// <summary>The items of each call, separated by commas.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What each call said of the result before.</summary>
    public List<string> Said { get; } = [];

    /// <summary>What it does otherwise: gets the items of the call and how often each was asked about before; null for the ordinary reply.</summary>
    public Func<IReadOnlyList<string>, int, string?> Otherwise { get; set; } = (_, _) => null;

    public static Batch Words(params string[] words) => new("Measure each word.", Schema, [.. words.Select(w => new BatchItem(w, JsonElement.Parse($"\"the word {w}\"")))]);

    public static string Reply(params string[] entries) => $$"""{"results":[{{string.Join(",", entries)}}]}""";

    public static string Entry(string id) => $$$"""{"id":"{{{id}}}","result":{"length":{{{id.Length}}}}}""";

    public ScriptedReply Answer(ScriptedTurn turn)
    {
        using var asked = JsonDocument.Parse(turn.Messages[^1].Text);
        List<string> ids = [.. asked.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
        var before = Calls.Count(c => c.Split(',').Contains(ids[0]));
        Calls.Add(string.Join(',', ids));
        if (asked.RootElement.TryGetProperty("wrong_with_your_last_result", out var wrong))
        {
            Said.Add(wrong[0].GetString()!);
        }

        return new ScriptedReply(Otherwise(ids, before) ?? Reply([.. ids.Select(Entry)]));
    }
}
