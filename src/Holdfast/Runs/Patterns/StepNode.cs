namespace Holdfast.Runs.Patterns;

/// <summary>A step, with a name, an output, and what is done when it fails.</summary>
internal abstract record StepNode(string Name, int Retries, IReadOnlyList<WorkflowNode>? Fallback) : WorkflowNode
{
    /// <summary>What shapes it, apart from its functions.</summary>
    public abstract string Fingerprint { get; }
}
