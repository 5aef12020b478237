namespace Holdfast.Runs.Commands;

/// <summary>Look whether the question was answered before.</summary>
public sealed record LookUpAnswer : Command
{
    /// <summary>The look-up: what is asked, and by whom, is in the state.</summary>
    public static LookUpAnswer Instance { get; } = new();
}
