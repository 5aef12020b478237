namespace Holdfast.Safety.Policy;

/// <summary>The decision about one tool call, with its reason.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Rule">The rule that decided, such as <c>label</c> or the name of an agent's own rule.</param>
/// <param name="Reason">One sentence for people and for the model.</param>
/// <param name="Approvers">How many different people have to approve, where people are asked; else 1.</param>
/// <param name="Role">The role an approver needs, or null for anybody who may approve.</param>
public sealed record PolicyVerdict(PolicyDecision Decision, string Rule, string Reason, int Approvers = 1, string? Role = null)
{
    /// <summary>The agent's own rule that decided; null where it was none of them.</summary>
    internal PolicyRule? Source { get; init; }
}
