namespace Holdfast.Runs.Commands;

/// <summary>Execute the pending tool calls: together when all only read, else in order.</summary>
public sealed record ExecuteTools : Command
{
    /// <summary>The only instance: which calls are pending is in the state.</summary>
    public static ExecuteTools Instance { get; } = new();
}
