using Holdfast.Cost;

namespace Holdfast.Models;

/// <summary>What a tool of a run uses of models while it works: charged to the run, and recorded with the tool's result.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ModelMeter(RunBudget budget)
{
    private readonly Lock gate = new();
    private readonly List<ModelAttempt> attempts = [];

    /// <summary>What it is charged to.</summary>
    public RunBudget Budget => budget;

    /// <summary>The attempts so far; null for none.</summary>
    public IReadOnlyList<ModelAttempt>? Attempts
    {
        get
        {
            lock (gate)
            {
                return attempts.Count == 0 ? null : [.. attempts];
            }
        }
    }

    public void Add(IReadOnlyList<ModelAttempt> made)
    {
        lock (gate)
        {
            attempts.AddRange(made);
        }
    }
}
