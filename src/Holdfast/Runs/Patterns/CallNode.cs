namespace Holdfast.Runs.Patterns;

/// <summary>A call of a tool or an agent.</summary>
internal sealed record CallNode(string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback, string Tool, Func<WorkflowData, string> Arguments) : StepNode(Name, Retries, Fallback)
{
    public override string Fingerprint => $"call {Name} {Tool} {Retries}";
}
