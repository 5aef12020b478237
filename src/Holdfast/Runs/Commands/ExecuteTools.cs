namespace Holdfast.Runs.Commands;

/// <summary>Execute the pending tool calls: together when all only read, else in order.</summary>
public sealed record ExecuteTools : Command
{
    /// <summary>Execute them: which calls are pending is in the state.</summary>
    public static ExecuteTools Instance { get; } = new();

    /// <summary>Execute nothing more; only find out what became of calls that a lost worker had started.</summary>
    internal static ExecuteTools Settling { get; } = new() { OnlySettles = true };

    internal bool OnlySettles { get; private init; }
}
