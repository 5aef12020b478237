using System.Text.Json;
using Holdfast.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>A model call; text where there is no schema.</summary>
internal sealed record ModelNode(
    string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback, Tier Tier, Func<WorkflowData, string> Instruction, JsonElement? SchemaElement) : StepNode(Name, Retries, Fallback)
{
    public JsonSchema? Schema { get; } = SchemaElement is { } element ? JsonSchema.Parse(element) : null;

    public ChatResponseFormat? Format { get; } = SchemaElement is { } element ? ChatResponseFormat.ForJsonSchema(element, "output") : null;

    public override string Fingerprint => $"ask {Name} {Tier} {Retries} {SchemaElement?.GetRawText()}";
}
