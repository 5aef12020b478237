namespace Holdfast.Runs.Patterns;

/// <summary>A pure function on the data.</summary>
internal sealed record ComputeNode(string Name, IReadOnlyList<WorkflowNode>? Fallback, Func<WorkflowData, string> Function) : StepNode(Name, 0, Fallback)
{
    public override string Fingerprint => $"compute {Name}";
}
