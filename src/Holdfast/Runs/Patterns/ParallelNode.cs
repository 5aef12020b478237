namespace Holdfast.Runs.Patterns;

/// <summary>Parts that do not wait for each other.</summary>
internal sealed record ParallelNode(IReadOnlyList<IReadOnlyList<WorkflowNode>> Parts) : WorkflowNode;
