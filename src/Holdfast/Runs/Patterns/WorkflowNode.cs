namespace Holdfast.Runs.Patterns;

/// <summary>A part of a workflow.</summary>
internal abstract record WorkflowNode;
