namespace Holdfast.Runs.Commands;

/// <summary>Wait for people or for called agents, without holding anything: the session is given back until somebody decides, an agent has ended or the time is up.</summary>
public sealed record Wait : Command
{
    /// <summary>Wait: for what is in the state.</summary>
    public static Wait Instance { get; } = new();
}
