namespace Holdfast.Tools;

/// <summary>How a tool call ended.</summary>
public enum ToolOutcome
{
    /// <summary>It was executed and returned a result.</summary>
    Succeeded,

    /// <summary>It was executed and failed, for good; nothing happened that the tool knows of.</summary>
    Failed,

    /// <summary>It was not executed: a rule refused it.</summary>
    Refused,

    /// <summary>It was started and nobody can tell whether it happened.</summary>
    Unknown,
}
