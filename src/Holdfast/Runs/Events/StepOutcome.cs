namespace Holdfast.Runs.Events;

/// <summary>How a step of a plan ended.</summary>
public enum StepOutcome
{
    /// <summary>It did what it should.</summary>
    Done,

    /// <summary>It failed and is tried once more.</summary>
    Retry,

    /// <summary>It failed and the plan goes on without it.</summary>
    Skipped,

    /// <summary>It failed and the rest is planned anew.</summary>
    Replan,

    /// <summary>It needs the user's word; the run ends with a question.</summary>
    NeedsInput,
}
