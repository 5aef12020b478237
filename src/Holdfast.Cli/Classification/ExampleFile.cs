using System.Text.Json;
using Holdfast.Classification;

namespace Holdfast.Cli.Classification;

/// <summary>Labelled texts in a file: a JSON object with <c>text</c> and <c>label</c> on each line, and perhaps <c>split</c>, of which all but <c>train</c> are held back.</summary>
internal sealed record ExampleFile(IReadOnlyList<LabelledText> Train, IReadOnlyList<LabelledText> HeldBack)
{
    private const int LongestLine = 100_000;

    /// <summary>Reads examples.</summary>
    /// <exception cref="HoldfastException"><c>invalid-examples</c>.</exception>
    public static async Task<ExampleFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var train = new List<LabelledText>();
        var heldBack = new List<LabelledText>();
        await foreach (var (row, number) in RowsAsync(path, cancellationToken))
        {
            var example = new LabelledText(row.Text("text") ?? throw Invalid(path, number, "has no 'text'"), row.Text("label") ?? throw Invalid(path, number, "has no 'label'"));
            (row.Text("split") is null or "train" ? train : heldBack).Add(example);
        }

        return new ExampleFile(train, heldBack);
    }

    /// <summary>Reads texts, whatever else the lines hold.</summary>
    /// <exception cref="HoldfastException"><c>invalid-examples</c>.</exception>
    public static async Task<IReadOnlyList<string>> ReadTextsAsync(string path, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await foreach (var (row, number) in RowsAsync(path, cancellationToken))
        {
            texts.Add(row.Text("text") ?? throw Invalid(path, number, "has no 'text'"));
        }

        return texts.Count > 0 ? texts : throw new HoldfastException("invalid-examples", $"{SafeText.Line(path, 300)} holds no text.");
    }

    private static async IAsyncEnumerable<(JsonElement Row, int Number)> RowsAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new HoldfastException("invalid-examples", $"There is no file {SafeText.Line(path, 300)}. Give one with a JSON object on each line, such as {{\"text\": \"Where is my order?\", \"label\": \"orders\"}}.");
        }

        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            yield return (Parse(path, line, number), number);
        }
    }

    private static JsonElement Parse(string path, string line, int number)
    {
        try
        {
            var row = line.Length > LongestLine ? throw Invalid(path, number, $"is longer than {LongestLine} characters") : JsonElement.Parse(line);
            return row.ValueKind == JsonValueKind.Object ? row : throw Invalid(path, number, "is no JSON object");
        }
        catch (JsonException)
        {
            throw Invalid(path, number, "is no JSON");
        }
    }

    private static HoldfastException Invalid(string path, int line, string what) =>
        new("invalid-examples", $"Line {line} of {SafeText.Line(path, 300)} {what}. Each line is an object such as {{\"text\": \"Where is my order?\", \"label\": \"orders\"}}.");
}
