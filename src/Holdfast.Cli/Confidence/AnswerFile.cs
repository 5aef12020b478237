using System.Text.Json;
using Holdfast.Confidence;

namespace Holdfast.Cli.Confidence;

/// <summary>Labelled answers in a file, one a line.</summary>
internal static class AnswerFile
{
    private const string Example = """{"retrieval": 0.7, "agreement": 1, "unsure": false, "invalid": 0, "failed": 0, "correct": true}""";

    private static readonly string[] Members = ["retrieval", "agreement", "unsure", "invalid", "failed", "correct"];

    /// <summary>Reads them.</summary>
    /// <exception cref="HoldfastException"><c>invalid-examples</c>.</exception>
    public static async Task<IReadOnlyList<LabelledAnswer>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new HoldfastException("invalid-examples", $"There is no file {SafeText.Line(path, 300)}. Give one with a JSON object on each line, such as {Example}.");
        }

        var answers = new List<LabelledAnswer>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (line.Length > 0)
            {
                answers.Add(Read(line) is (var answer, null) ? answer! : throw new HoldfastException(
                    "invalid-examples", $"Line {number} of {SafeText.Line(path, 300)} {Read(line).Fault}. Each line is an object such as {Example}."));
            }
        }

        return answers;
    }

    private static (LabelledAnswer? Answer, string? Fault) Read(string line)
    {
        JsonElement row;
        try
        {
            row = JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return (null, "is no JSON");
        }

        if (row.ValueKind != JsonValueKind.Object)
        {
            return (null, "is no JSON object");
        }

        if (row.Member("correct") is not { ValueKind: JsonValueKind.True or JsonValueKind.False })
        {
            return (null, "has no 'correct' that is true or false");
        }

        foreach (var member in row.EnumerateObject())
        {
            // A misspelt signal would otherwise count as one that says nothing.
            if (!Members.Contains(member.Name, StringComparer.Ordinal))
            {
                return (null, $"has '{SafeText.Line(member.Name, 40)}', which is no signal");
            }

            if (member.Value.ValueKind != JsonValueKind.Null && !IsValid(member.Name, member.Value))
            {
                return (null, $"has a '{member.Name}' of {SafeText.Line(member.Value.GetRawText(), 40)}");
            }
        }

        return (new LabelledAnswer(
            new ConfidenceSignals(
                row.Member("retrieval")?.GetDouble(), row.Member("agreement")?.GetDouble(), row.Flag("unsure"), (int)row.Whole("invalid"), (int)row.Whole("failed")),
            row.Flag("correct")), null);
    }

    private static bool IsValid(string name, JsonElement value) => name switch
    {
        "retrieval" or "agreement" => value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1,
        "invalid" or "failed" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0,
        _ => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
    };
}
