using System.Text.Json;
using Holdfast.Classification;

namespace Holdfast.Agents.Support;

/// <summary>Tells which specialist a message is for, without an LLM.</summary>
public static class SupportRouting
{
    /// <summary>Trains the classifier from the shop's examples, the file <c>routing-examples.jsonl</c>: the same examples give the same classifier.</summary>
    /// <param name="cancellationToken">Stops the training.</param>
    public static TextClassifier Train(CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(typeof(SupportRouting).Assembly.GetManifestResourceStream("routing-examples.jsonl")!);
        var examples = new List<LabelledText>();
        while (reader.ReadLine() is { } line)
        {
            var example = JsonSerializer.Deserialize(line, RoutingJson.Default.RoutingExample)!;
            examples.Add(new LabelledText(example.Text, example.Label));
        }

        return TextClassifier.Train(examples, cancellationToken);
    }
}
