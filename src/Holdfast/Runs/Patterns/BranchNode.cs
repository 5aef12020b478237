namespace Holdfast.Runs.Patterns;

/// <summary>A branch: which way it goes follows from the data.</summary>
internal sealed record BranchNode(Func<WorkflowData, bool> Condition, IReadOnlyList<WorkflowNode> Then, IReadOnlyList<WorkflowNode> Otherwise) : WorkflowNode;
