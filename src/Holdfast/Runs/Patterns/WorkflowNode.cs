using System.Text.Json;
using Holdfast.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs.Patterns;

/// <summary>A part of a workflow.</summary>
internal abstract record WorkflowNode;

/// <summary>A branch: which way it goes follows from the data.</summary>
internal sealed record BranchNode(Func<WorkflowData, bool> Condition, IReadOnlyList<WorkflowNode> Then, IReadOnlyList<WorkflowNode> Otherwise) : WorkflowNode;

/// <summary>Parts that do not wait for each other.</summary>
internal sealed record ParallelNode(IReadOnlyList<IReadOnlyList<WorkflowNode>> Parts) : WorkflowNode;

/// <summary>A step, with a name, an output, and what is done when it fails.</summary>
internal abstract record StepNode(string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback) : WorkflowNode
{
    /// <summary>What shapes it, apart from its functions.</summary>
    public abstract string Fingerprint { get; }
}

/// <summary>A model call; text where there is no schema.</summary>
internal sealed record ModelNode(
    string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback, Tier Tier, Func<WorkflowData, string> Instruction, JsonElement? SchemaElement) : StepNode(Name, Retries, Fallback)
{
    public JsonSchema? Schema { get; } = SchemaElement is { } element ? JsonSchema.Parse(element) : null;

    public ChatResponseFormat? Format { get; } = SchemaElement is { } element ? ChatResponseFormat.ForJsonSchema(element, "output") : null;

    public override string Fingerprint => $"ask {Name} {Tier} {Retries} {SchemaElement?.GetRawText()}";
}

/// <summary>A call of a tool or an agent.</summary>
internal sealed record CallNode(string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback, string Tool, Func<WorkflowData, string> Arguments) : StepNode(Name, Retries, Fallback)
{
    public override string Fingerprint => $"call {Name} {Tool} {Retries}";
}

/// <summary>A pure function on the data.</summary>
internal sealed record ComputeNode(string Name, IReadOnlyList<WorkflowNode>? Fallback, Func<WorkflowData, string> Function) : StepNode(Name, 0, Fallback)
{
    public override string Fingerprint => $"compute {Name}";
}
